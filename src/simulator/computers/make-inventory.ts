import type { HostInventory } from '../../probes/host/inventory.ts';
import { isExemptOpenSource } from '../../probes/host/open-source-products.ts';
import { SIMULATOR_DICOM_VERSION } from '../identity.ts';
import type { SimulatedComputer } from './simulated-computers.ts';

/** The inventory that `rispacs host --out` would have written on this computer, marked as simulated. */
export function makeInventory(computer: SimulatedComputer, collectedAt: string): HostInventory {
  const { cpuModel, cpuCores, memoryGiB, displays, linkMbps, duplex, network } = computer;
  return {
    schemaVersion: 1,
    kind: 'rispacs-host-inventory',
    collectedAt,
    collector: { name: 'rispacs simulator', version: SIMULATOR_DICOM_VERSION },
    hostname: computer.id,
    simulated: true,
    facts: {
      'host.computer': [
        {
          cpuModel,
          cpuCores,
          memoryGiB,
          displays,
          ...(network === 'not-read' ? {} : { wiredNetworkUp: network === 'wired' }),
          virtual: false,
        },
      ],
      'host.software': computer.software.map((one) => {
        const openSource = isExemptOpenSource(one.name);
        return { ...one, ...(openSource === undefined ? {} : { openSource }) };
      }),
      'host.volume': computer.volumes.map((one) => ({
        ...one,
        writable: computer.storage === 'writable',
      })),
      'lan.port':
        network === 'wireless' ? [] : [{ port: 'eth0', linkMbps, duplex, virtual: false }],
    },
  };
}
