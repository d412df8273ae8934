/** Nothing is sent for it. */
export type Unprepared<Note extends string> =
  /** This tool has no way to remove it, or cannot reach where it is. */
  | { readonly kind: 'by-hand'; readonly note: Note; readonly detail?: string }
  /** The journal was edited: this tool cannot have written the named field. */
  | { readonly kind: 'foreign'; readonly field: string };
