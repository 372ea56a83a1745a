const MB = 1024 * 1024;

/**
 * What a file may cost before it is refused. The largest day known has 109,000 rows; a million
 * rows of CSV are some 200 MB.
 */
export interface Limits {
  readonly fileBytesMax: number;
  /** Workbooks are held in memory, packed. */
  readonly workbookBytesMax: number;
  /** The older workbooks cannot hold more than 65,536 rows in any case. */
  readonly xlsBytesMax: number;
  readonly inflatedBytesMax: number;
  /** How many times larger than packed a part of a workbook may become. */
  readonly inflatedRatioMax: number;
  /** Distinct texts of a workbook stay in memory while it is read. */
  readonly sharedTextCharsMax: number;
  readonly zipEntriesMax: number;
  readonly rowCharsMax: number;
  readonly columnsMax: number;
  readonly rowsMax: number;
}

export const LIMITS: Limits = {
  fileBytesMax: 512 * MB,
  workbookBytesMax: 64 * MB,
  xlsBytesMax: 32 * MB,
  inflatedBytesMax: 1024 * MB,
  inflatedRatioMax: 200,
  sharedTextCharsMax: 100_000_000,
  zipEntriesMax: 200,
  rowCharsMax: 65_536,
  columnsMax: 100,
  rowsMax: 2_000_000,
};
