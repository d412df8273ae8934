import type { Challenge, MeasurementId } from '../../challenge/index.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { ShownFunction } from '../../probes/challenge/facts.ts';
import type { PlannedTask } from './planned-task.ts';

interface Measure {
  readonly function: ShownFunction;
  readonly measurement: MeasurementId;
  readonly covers: readonly string[];
  readonly title: BilingualText;
  readonly act: BilingualText;
}

const regions = 'tỷ trọng vùng elip, chữ nhật, đa giác';
const outlines = 'diện tích, chu vi';

const measures: readonly Measure[] = [
  {
    function: 'length',
    measurement: 'length',
    covers: ['chiều dài'],
    title: { vi: 'Đo chiều dài', en: 'Length' },
    act: {
      vi: 'Đo khoảng cách từ tâm dấu A tới tâm dấu B.',
      en: 'Measure from the centre of cross A to that of cross B.',
    },
  },
  {
    function: 'angle',
    measurement: 'angle',
    covers: ['góc'],
    title: { vi: 'Đo góc', en: 'Angle' },
    act: {
      vi: 'Đo góc C-D-E, đỉnh tại dấu D.',
      en: 'Measure the angle C-D-E with its vertex at cross D.',
    },
  },
  {
    function: 'area',
    measurement: 'area',
    covers: [outlines],
    title: { vi: 'Đo diện tích', en: 'Area' },
    act: {
      vi: 'Vẽ elip sát mép đĩa F và đọc diện tích.',
      en: 'Draw an ellipse along the edge of disc F and read its area.',
    },
  },
  {
    function: 'perimeter',
    measurement: 'perimeter',
    covers: [outlines],
    title: { vi: 'Đo chu vi', en: 'Perimeter' },
    act: {
      vi: 'Vẽ sát mép đĩa F và đọc chu vi.',
      en: 'Draw along the edge of disc F and read the perimeter.',
    },
  },
  {
    function: 'point-density',
    measurement: 'disc-density',
    covers: ['tỷ trọng điểm'],
    title: { vi: 'Tỷ trọng tại một điểm', en: 'Density at a point' },
    act: {
      vi: 'Đặt con trỏ vào trong đĩa F và đọc số HU tại điểm đó.',
      en: 'Put the pointer inside disc F and read the HU at that point.',
    },
  },
  {
    function: 'ellipse-density',
    measurement: 'disc-density',
    covers: [regions],
    title: { vi: 'Tỷ trọng vùng elip', en: 'Density of an ellipse' },
    act: {
      vi: 'Vẽ elip nằm trong đĩa F và đọc HU trung bình.',
      en: 'Draw an ellipse inside disc F and read its mean HU.',
    },
  },
  {
    function: 'rectangle-density',
    measurement: 'box-density',
    covers: [regions],
    title: { vi: 'Tỷ trọng vùng chữ nhật', en: 'Density of a rectangle' },
    act: {
      vi: 'Vẽ hình chữ nhật nằm trong khung G và đọc HU trung bình.',
      en: 'Draw a rectangle inside box G and read its mean HU.',
    },
  },
  {
    function: 'polygon-density',
    measurement: 'box-density',
    covers: [regions],
    title: { vi: 'Tỷ trọng vùng đa giác', en: 'Density of a polygon' },
    act: {
      vi: 'Vẽ đa giác tự do nằm trong khung G và đọc HU trung bình.',
      en: 'Draw a free polygon inside box G and read its mean HU.',
    },
  },
];

const unitNames = { mm: 'mm', deg: '°', mm2: 'mm²', HU: 'HU' } as const;

/** Tasks that are checked by a value measured on figures of known size and density. */
export function listMeasureTasks({ key }: Challenge): PlannedTask[] {
  return measures.map(({ measurement, ...task }) => {
    const known = key.measurements.find(({ id }) => id === measurement);
    if (known === undefined) throw new Error(`the study has no ${measurement}`);
    const unit = unitNames[known.unit];
    return {
      ...task,
      id: `pacs-12.${task.function}`,
      criterion: 'pacs-12',
      open: {
        vi: 'Mở series "CT đo lường thử thách RISPACS".',
        en: 'Open the series "CT đo lường thử thách RISPACS".',
      },
      enter: {
        vi: `Gõ số trình xem hiện ra, đơn vị ${unit}.`,
        en: `Type the value that the viewer shows, in ${unit}.`,
      },
      wants: [
        {
          kind: 'value',
          label: { vi: `${task.title.vi} (${unit})`, en: `${task.title.en} (${unit})` },
          unit: known.unit,
        },
      ],
      points: [],
      check: { kind: 'value', measurement },
    };
  });
}
