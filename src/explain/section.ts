/** A titled block of lines on the terminal. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Sections as lines: titles flush left, lines indented, a blank line between; sections without lines are left out. */
export function printSections(sections: readonly Section[]): string[] {
  return sections
    .filter((one) => one.lines.length > 0)
    .flatMap((one, index) => [
      ...(index > 0 ? [''] : []),
      one.title,
      ...one.lines.map((line) => `  ${line}`),
    ]);
}
