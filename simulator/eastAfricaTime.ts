/** East Africa Time is UTC+3 all year round. */
const offsetMs = 3 * 3_600_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** The calendar fields of an instant in East Africa Time. */
export interface EastAfricaFields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Splits an instant into the fields a clock in Nairobi shows. */
export function eastAfricaFields(atMs: number): EastAfricaFields {
  const shifted = new Date(atMs + offsetMs);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
  };
}

/** `YYYYMMDDHHmmss`, the timestamp of Daraja: M-PESA Express and of its callbacks. */
export function compactTime(atMs: number): string {
  const f = eastAfricaFields(atMs);
  return `${f.year}${two(f.month)}${two(f.day)}${two(f.hour)}${two(f.minute)}${two(f.second)}`;
}

/** `YYYYMMDD`, as in a ConversationID. */
export function compactDate(atMs: number): string {
  return compactTime(atMs).slice(0, 8);
}

/** `YYYY-MM-DD`, the business day an instant belongs to. */
export function isoDate(atMs: number): string {
  const f = eastAfricaFields(atMs);
  return `${f.year}-${two(f.month)}-${two(f.day)}`;
}

/** `HH:mm:ss`. */
export function clockTime(atMs: number): string {
  const f = eastAfricaFields(atMs);
  return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}`;
}

/** `DD<separator>MM<separator>YYYY HH:mm:ss`, as statements and B2C results print it. */
export function dayFirstTime(atMs: number, separator: '-' | '/' | '.'): string {
  const f = eastAfricaFields(atMs);
  return `${[two(f.day), two(f.month), f.year].join(separator)} ${clockTime(atMs)}`;
}

/** `YYYY-MM-DD HH:mm:ss`. */
export function yearFirstTime(atMs: number): string {
  return `${isoDate(atMs)} ${clockTime(atMs)}`;
}

/**
 * The instant a `YYYYMMDDHHmmss` means in East Africa Time, or undefined when it is not fourteen
 * digits or not a real date (Daraja: M-PESA Express, Timestamp).
 */
export function parseCompactTime(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs;
  // Date.UTC rolls 31 February over into March; a real date survives the way back.
  return compactTime(atMs) === text ? atMs : undefined;
}

/** The instant a business day (`YYYY-MM-DD`) begins, or undefined when it is not a real date. */
export function startOfDay(date: string): number | undefined {
  return parseCompactTime(`${date.replaceAll('-', '')}000000`);
}
