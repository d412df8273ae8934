/** Faults whose probe rightly takes long: it waits for what never comes, or loads a line. Walked with the peers. */
export const slowFaults: ReadonlySet<string> = new Set([
  'ack-wrong-control-id',
  'image-lost',
  'commitment-never-answered',
  'stow-keeps-nothing',
  'nothing-stored-and-no-https',
]);
