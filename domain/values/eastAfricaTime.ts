/** East Africa Time is UTC+3 all year; Daraja writes every time in it and never says so. */
const EAT_OFFSET_MS = 3 * 60 * 60 * 1000;
const DARAJA_TIMESTAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/** `YYYYMMDDHHmmss` in East Africa Time (Daraja: M-PESA Express, Timestamp). */
export function formatDarajaTimestamp(atMs: number): string {
  return new Date(atMs + EAT_OFFSET_MS).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

/** Milliseconds since the epoch, or null when the digits name no moment since then. */
export function parseDarajaTimestamp(value: string | number): number | null {
  const match = DARAJA_TIMESTAMP.exec(String(value));
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const atMs =
    Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0) -
    EAT_OFFSET_MS;
  return atMs >= 0 && formatDarajaTimestamp(atMs) === String(value) ? atMs : null;
}

/** The business day, `YYYY-MM-DD`, is a date in East Africa Time. */
export function businessDate(atMs: number): string {
  return new Date(atMs + EAT_OFFSET_MS).toISOString().slice(0, 10);
}
