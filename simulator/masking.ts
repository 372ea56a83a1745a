/** `2547****149`: enough for a person to recognise a number, not enough to call it. */
export function maskMsisdn(msisdn: string): string {
  return `${msisdn.slice(0, 4)}****${msisdn.slice(-3)}`;
}

/**
 * A CheckoutRequestID ends in the last nine digits of the payer's number (Daraja: M-PESA Express),
 * so those are masked wherever it is printed.
 */
export function maskCheckoutRequestId(checkoutRequestId: string): string {
  const number = checkoutRequestId.slice(-9);
  return `${checkoutRequestId.slice(0, -9)}${number.slice(0, 1)}****${number.slice(-3)}`;
}

/** The origin of an address: callback paths carry secret tokens and are never printed. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : 'an address that is not a URL';
}
