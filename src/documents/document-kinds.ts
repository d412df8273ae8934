/** Papers for a council: minutes (B), a blank decision (C), a scoring sheet for each member (D). */
export const documentKinds = ['minutes', 'decision', 'scoring'] as const;
export type DocumentKind = (typeof documentKinds)[number];
