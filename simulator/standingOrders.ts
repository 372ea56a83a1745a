/** The names of each customer's standing orders, which must differ (Daraja: M-PESA Ratiba). */
export class StandingOrders {
  private readonly names = new Set<string>();

  /** False when the customer already has an order of that name. */
  add(msisdn: string, name: string): boolean {
    const key = `${msisdn} ${name}`;
    if (this.names.has(key)) return false;
    this.names.add(key);
    return true;
  }

  clear(): void {
    this.names.clear();
  }
}
