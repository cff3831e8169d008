/* The icons, inline: no request, coloured by the text around them. All are decoration; words say the same. */
const paths = {
  orders: "M4 7.5 12 4l8 3.5v9L12 20l-8-3.5zM4 7.5l8 3.5 8-3.5M12 11v9",
  log: "M5 5h14M5 10h14M5 15h8M16.5 14.5v3l2 1.2M21 17.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0",
  store:
    "M5 10v9h14v-9M3.5 10 5.5 5h13l2 5c0 1.4-1.1 2.5-2.6 2.5S15 11.4 15 10c0 1.4-1.3 2.5-3 2.5S9 11.4 9 10c0 1.4-1.4 2.5-2.9 2.5S3.5 11.4 3.5 10M10 19v-4h4v4",
  outbound:
    "M3 6.5h11v10H3zM14 10h4l3 3.2v3.3h-7M7.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  sync: "M20 6v4.5h-4.5M4 18v-4.5h4.5M5.2 9.5A7.5 7.5 0 0 1 18.5 8L20 10.5M18.8 14.5A7.5 7.5 0 0 1 5.5 16L4 13.5",
  dispatch: "M4 12h12M11 6.5 16.5 12 11 17.5M20 5v14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M20 20l-4.7-4.7",
  copy: "M9 9h10v11H9zM5 15V4h10",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6 6 18",
  down: "M6 9.5l6 6 6-6",
  up: "M6 14.5l6-6 6 6",
  left: "M14.5 6l-6 6 6 6",
  right: "M9.5 6l6 6-6 6",
  first: "M17.5 6l-6 6 6 6M6.5 6v12",
  menu: "M4 7h16M4 12h16M4 17h16",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1",
  error: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7.5v5.5M12 16.3v.1",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.7v.1",
  good: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.3l2.8 2.8L16 9.5",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  settings:
    "M4 7h9M17 7h3M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M4 17h3M11 17h9M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
  external: "M13 5h6v6M19 5l-8.5 8.5M17 14v5H5V7h5",
  keyboard: "M3 6.5h18v11H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  link: "M10 14a4 4 0 0 0 6 .4l2.8-2.8a4 4 0 0 0-5.7-5.7L11.7 7.3M14 10a4 4 0 0 0-6-.4l-2.8 2.8a4 4 0 0 0 5.7 5.7l1.4-1.4",
  sku: "M4 6v12M7 6v12M10 6v9M13 6v9M16 6v12M20 6v12M10 18h3",
  stock: "M4 12.5h7v7H4zM13 12.5h7v7h-7zM8.5 4.5h7v7h-7z",
  warehouse: "M3 20V9.5L12 4l9 5.5V20M7 20v-8h10v8M7 16h10",
  wave: "M3 7h9M3 12h7M3 17h9M14.5 15.5l2.5 2.5 4-5M15 6h6v4h-6z",
  key: "M14.5 14a5 5 0 1 0-4.6-3.1L4 16.8V20h3.5v-2.2H10v-2.4l1.3-1.3a5 5 0 0 0 3.2-.1M16 8.5v.01",
  webhook: "M12 8.5a3 3 0 1 0-3-3M10.6 8 7.5 13.4M7 18.5a3 3 0 1 0-3-3M14.5 17.5a3 3 0 1 0 3-3l-3.2-5.6M14.5 17.5H7.5",
  offline: "M4 4l16 16M8.5 16a5 5 0 0 1 5-1M5 12.5a10 10 0 0 1 4.5-2.6M13.5 9.3A10 10 0 0 1 19 12.5M12 19.5v.1",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "dots" ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
