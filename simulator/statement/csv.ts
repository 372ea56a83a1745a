/** One CSV line; a field with a comma, a quote or a line break is quoted. */
export function csvLine(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

/** `15000.00`. */
export function plainAmount(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** `15,000.00`. */
export function groupedAmount(cents: number): string {
  return plainAmount(cents).replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ',');
}

/** `15000.0`: as few decimals as it needs, but one. */
export function shortAmount(cents: number): string {
  const plain = plainAmount(cents);
  return plain.endsWith('0') ? plain.slice(0, -1) : plain;
}
