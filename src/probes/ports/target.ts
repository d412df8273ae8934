/** One declared host, and the ports that the facility file itself names there. */
export interface PortsTarget {
  readonly host: string;
  readonly declaredPorts: readonly number[];
}
