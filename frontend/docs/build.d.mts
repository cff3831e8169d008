export function renderDocs(): Record<string, string>;
