/** Why one field of the input was refused: which field, which rule, and what to send instead. */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
  readonly remedy: string;
}
