/** What a reader of tables noticed that no cell can show. */
export interface Notes {
  /** The last row has no line break, so that it may have been cut. */
  endsInARow: boolean;
}
