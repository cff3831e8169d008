interface Placed {
  id: string;
  position: number;
}

/* Which views get another position when one takes the place of another, its neighbour. Positions that were equal (a view
 * between them was forgotten) are told apart on the way. */
export function moved(all: readonly Placed[], id: string, beside: string): Placed[] {
  const order = all.map((v) => v.id);
  const from = order.indexOf(id);
  const to = order.indexOf(beside);
  if (from < 0 || to < 0) return [];
  order.splice(from, 1);
  order.splice(to, 0, id);
  const was = new Map(all.map((v) => [v.id, v.position]));
  return order.flatMap((one, position) => (was.get(one) === position ? [] : [{ id: one, position }]));
}
