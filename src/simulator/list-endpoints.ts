import { BALANCER_STATS_PATH } from './cluster/start-balancer-stats.ts';
import { DATABASE_USER } from './databases/answer-frontend.ts';
import type { SimulatedPorts } from './facility-file.ts';
import { AE_TITLES, LOOPBACK } from './identity.ts';
import { SWITCH_COMMUNITY } from './network/start-switch.ts';
import { UPS_NAME } from './power/answer-command.ts';
import { HTTP_ORDERS_PATH } from './ris/start-http-orders.ts';
import type { Scenario } from './scenario.ts';
import { WEB_PATHS } from './web/viewer-pages.ts';

/** A simulated system as it is listed to a person. */
export interface SimulatedEndpoint {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** The systems of the facility file, for printing. */
export function listEndpoints(scenario: Scenario, ports: SimulatedPorts): SimulatedEndpoint[] {
  const origin = `${scenario.web.transport}://${LOOPBACK}:${ports.web}`;
  return [
    {
      id: 'pacs-chinh',
      name: 'PACS (DICOM)',
      address: `dicom://${LOOPBACK}:${ports.pacs}/${AE_TITLES.pacs}`,
    },
    ...(ports.pacsTls === undefined
      ? []
      : [
          {
            id: 'pacs-tls',
            name: 'PACS (DICOM qua TLS)',
            address: `dicom://${LOOPBACK}:${ports.pacsTls}/${AE_TITLES.pacs}`,
          },
        ]),
    {
      id: 'danh-sach-cho',
      name: 'RIS (DICOM MWL)',
      address: `dicom://${LOOPBACK}:${ports.worklist}/${AE_TITLES.worklist}`,
    },
    { id: 'ris-hl7', name: 'RIS (HL7 MLLP)', address: `mllp://${LOOPBACK}:${ports.ris}` },
    {
      id: 'ris-http',
      name: 'RIS (HL7 qua HTTP)',
      address: `http://${LOOPBACK}:${ports.httpOrders}${HTTP_ORDERS_PATH}`,
    },
    { id: 'his-hl7', name: 'HIS (HL7 MLLP)', address: `mllp://${LOOPBACK}:${ports.his}` },
    {
      id: 'pacs-khac',
      name: 'PACS của nhà cung cấp khác (DICOM)',
      address: `dicom://${LOOPBACK}:${ports.secondPacs}/${AE_TITLES.secondArchive}`,
    },
    {
      id: 'can-bang-tai-dicom',
      name: 'Cân bằng tải trước hai nút DICOM',
      address: `dicom://${LOOPBACK}:${ports.dicomNodes}/${AE_TITLES.pacs}`,
    },
    {
      id: 'can-bang-tai-web',
      name: 'Cân bằng tải trước hai nút web',
      address: `http://${LOOPBACK}:${ports.webNodes}${WEB_PATHS.viewer}`,
    },
    ...(scenario.balancer.mode === 'none'
      ? []
      : [
          {
            id: 'can-bang-tai',
            name: 'Thống kê của cân bằng tải (HAProxy CSV)',
            address: `http://${LOOPBACK}:${ports.balancerStats}${BALANCER_STATS_PATH}`,
          },
        ]),
    ...(scenario.database.state === 'running'
      ? [
          {
            id: 'csdl-pacs',
            name: 'Cơ sở dữ liệu của PACS (PostgreSQL)',
            address: `postgresql://${DATABASE_USER}@${LOOPBACK}:${ports.database}`,
          },
        ]
      : []),
    { id: 'ups', name: 'UPS (NUT)', address: `nut://${LOOPBACK}:${ports.ups}/${UPS_NAME}` },
    {
      id: 'switch',
      name: `Switch (SNMP v2c, community ${SWITCH_COMMUNITY})`,
      address: `snmp://${LOOPBACK}:${ports.networkSwitch}`,
    },
    { id: 'xem-anh', name: 'Xem ảnh (web)', address: `${origin}${WEB_PATHS.viewer}` },
    { id: 'cong-ket-qua', name: 'Cổng kết quả (web)', address: `${origin}${WEB_PATHS.portal}` },
    { id: 'dicomweb', name: 'DICOMweb', address: `${origin}${WEB_PATHS.dicomweb}` },
    { id: 'wado-uri', name: 'WADO-URI', address: `${origin}${WEB_PATHS.wadoUri}` },
    {
      id: 'pacs-khac-dicomweb',
      name: 'PACS của nhà cung cấp khác (DICOMweb)',
      address: `${origin}${WEB_PATHS.otherImageRoot}`,
    },
    {
      id: 'tram-doc-toi-pacs',
      name: 'Đo LAN (iperf3)',
      address: `iperf3://${LOOPBACK}:${ports.throughput}`,
    },
    {
      id: 'do-trong-may',
      name: 'Đo Internet (HTTP)',
      address: `http://${LOOPBACK}:${ports.httpSpeed}/`,
    },
  ];
}
