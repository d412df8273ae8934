import type { z } from 'zod';
import type { facilitySchema } from '../facility/schema.ts';
import { BALANCER_STATS_PATH } from './cluster/start-balancer-stats.ts';
import { DATABASE_USER } from './databases/answer-frontend.ts';
import type { SimulatedPorts } from './facility-file.ts';
import { LOOPBACK } from './identity.ts';
import { COLLECTED_FOLDER, listKeepalivedFiles } from './redundancy/cluster-files.ts';
import type { Scenario } from './scenario.ts';

type Described = Pick<
  z.input<typeof facilitySchema>,
  'balancers' | 'databases' | 'redundancy' | 'backups'
>;

/** Balancer, database, clusters and backups of the facility file. */
export function describeServers(
  { balancer, database, clusters, backups }: Scenario,
  ports: Pick<SimulatedPorts, 'balancerStats' | 'database'>,
): Described {
  const collected = (name: string): string => `${COLLECTED_FOLDER}/${name}`;
  return {
    balancers:
      balancer.mode === 'none'
        ? []
        : [
            {
              id: 'can-bang-tai',
              kind: 'haproxy',
              stats: `http://${LOOPBACK}:${ports.balancerStats}${BALANCER_STATS_PATH}`,
            },
          ],
    databases:
      database.state === 'none'
        ? []
        : [
            {
              id: 'csdl-pacs',
              product: 'postgresql',
              of: 'pacs',
              host: LOOPBACK,
              port: ports.database,
              user: DATABASE_USER,
            },
          ],
    redundancy:
      clusters.state === 'none'
        ? []
        : [
            { id: 'cum-pacs', kind: 'pacemaker', of: 'pacs', file: collected('cum-pacs.xml') },
            {
              id: 'cum-web',
              kind: 'keepalived',
              of: 'web',
              file: listKeepalivedFiles(clusters).map(collected),
            },
            { id: 'cum-csdl', kind: 'patroni', of: 'database', file: collected('cum-csdl.json') },
          ],
    backups:
      backups.state === 'none'
        ? []
        : [
            {
              id: 'sao-luu-csdl',
              kind: 'pgbackrest',
              of: 'database',
              file: collected('sao-luu-csdl.json'),
            },
            { id: 'sao-luu-anh', kind: 'restic', of: 'pacs', file: collected('sao-luu-anh.json') },
          ],
  };
}
