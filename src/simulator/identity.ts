/**
 * How the simulated hospital gives itself away on every protocol, so that evidence about it is marked as simulated
 * even when the mark in the facility file has been removed.
 */

/** Begins the implementation version name of every DICOM peer of the simulator (PS3.7 D.3.3.2). */
export const SIMULATOR_DICOM_MARK = 'RISPACS_SIM';
/** The whole implementation version name, 16 characters at most. */
export const SIMULATOR_DICOM_VERSION = `${SIMULATOR_DICOM_MARK}_1`;
/** MSH-3 of every HL7 answer of the simulator. */
export const SIMULATOR_HL7_APPLICATION = 'RISPACS_SIM';
/** MSH-5 of what the simulated RIS sends to the HIS. */
export const HIS_HL7_APPLICATION = 'HIS_SIM';
/** Header of every web answer of the simulator; its value is `1`. */
export const SIMULATOR_WEB_HEADER = 'x-rispacs-simulator';

/** Bearer token of the simulated DICOMweb service: no secret, since it guards synthetic data on loopback. */
export const DICOMWEB_TOKEN = 'rispacs-mo-phong';
/** Header in which each web node behind the balancer gives its number, as nodes of many products do. */
export const WEB_NODE_HEADER = 'x-served-by';

/** Stands in everything a person may look at. */
export const SIMULATED_BANNER = 'DỮ LIỆU MÔ PHỎNG';
/** The same for files whose fonts or charset have no Vietnamese letters. */
export const SIMULATED_BANNER_ASCII = 'DU LIEU MO PHONG';

/** AE titles of the simulated hospital. */
export const AE_TITLES = {
  pacs: 'PACS_SIM',
  worklist: 'RIS_MWL_SIM',
  assessor: 'RISPACS',
  modality: 'CT_SIM',
  workstation: 'TRAM_DOC_SIM',
  /** A PACS of another vendor, to which studies can be forwarded. */
  secondArchive: 'KHO_SIM',
} as const;

/** The RIS-PACS product that the simulated hospital runs. */
export const PRODUCT = {
  name: 'RIS-PACS Mô Phỏng',
  version: '1.0',
  vendor: 'Công ty Phần mềm Mô Phỏng',
} as const;

/** A product that the simulated hospital does not run; a paper about it proves nothing here. */
export const OTHER_PRODUCT = { name: 'PACS Khác Mô Phỏng', version: '9.9' } as const;

/** Id, in the facility file, of the Internet line that the hospital does not let us measure. */
export const INTERNET_LINE = 'duong-internet';
/** The path that stands for the hospital's own network; a simulated hospital has none that could be measured. */
export const NETWORK_PATH = 'tram-doc-toi-pacs';

/** Name of the simulated hospital. */
export const HOSPITAL_NAME = 'Bệnh viện Đa khoa Mô Phỏng';

/** The only address that the simulator ever binds to. */
export const LOOPBACK = '127.0.0.1';
