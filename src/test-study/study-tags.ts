/** Attributes that tell a study and its objects (PS3.6 chapter 6). */
export const STUDY_TAGS = {
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  studyDate: 0x00080020,
  studyTime: 0x00080030,
  queryLevel: 0x00080052,
  patientId: 0x00100020,
  studyInstanceUid: 0x0020000d,
  seriesInstanceUid: 0x0020000e,
} as const;
