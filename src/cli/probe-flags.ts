import { Flags } from '@oclif/core';
import { bilingual } from './bilingual-help.ts';

/** Where to connect: shared by the probes of one host and port. */
export const endpointFlags = {
  host: Flags.string({
    required: true,
    summary: bilingual('Địa chỉ hoặc tên máy', 'Address or host name'),
  }),
  port: Flags.integer({
    required: true,
    min: 1,
    max: 65535,
    summary: bilingual('Cổng TCP', 'TCP port'),
  }),
  tls: Flags.boolean({
    default: false,
    summary: bilingual('Kết nối qua TLS', 'Connect over TLS'),
  }),
  ca: Flags.string({
    summary: bilingual('Tệp PEM của CA', 'PEM file of the CA'),
    dependsOn: ['tls'],
  }),
};

/** How long and how often to measure: shared by the throughput probes. */
export const throughputFlags = {
  seconds: Flags.integer({
    default: 10,
    min: 2,
    max: 60,
    summary: bilingual('Giây mỗi lần đo', 'Seconds per run'),
  }),
  runs: Flags.integer({
    default: 3,
    min: 1,
    max: 10,
    summary: bilingual('Số lần đo mỗi chiều', 'Runs in each direction'),
  }),
};

/** The `tls` entry of a facility file that the flags amount to. */
export function tlsEntry(flags: {
  readonly tls: boolean;
  readonly ca?: string | undefined;
}): Record<string, unknown> {
  if (!flags.tls) return {};
  return { tls: flags.ca === undefined ? {} : { ca: flags.ca } };
}
