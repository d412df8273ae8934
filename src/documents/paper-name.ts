/** Names of the papers that this tool writes into `council/`; group 1 is the name without extension. */
export const paperName = /^((?:minutes|decision|scoring(?:-[a-z][a-z0-9-]{0,30})?))\.(?:html|pdf)$/;
