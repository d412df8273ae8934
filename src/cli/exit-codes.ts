/** Exit codes of every command (DESIGN part 9). 1 (our bug) and 2 (usage, configuration) are also oclif's own. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  rejected: 3,
  provisional: 4,
  integrity: 5,
  noPdf: 6,
  interrupted: 130,
} as const;
