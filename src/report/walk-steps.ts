import type { BilingualText } from '../locale/language.ts';
import type { ShownFunction } from '../probes/challenge/facts.ts';

/** A step of the guided walk as a reader of the report knows it. */
export interface WalkStep {
  /** As facts name it, e.g. `pacs-16.mpr`. */
  readonly task: string;
  readonly criterion: string;
  readonly function: ShownFunction;
  readonly title: BilingualText;
  /** What the examiner did at the hospital's viewer; what is drawn by lot for each run is left open. */
  readonly how: BilingualText;
}

const step = (
  criterion: string,
  name: ShownFunction,
  title: BilingualText,
  how: BilingualText,
  task = `${criterion}.${name}`,
): WalkStep => ({ task, criterion, function: name, title, how });

/** Every step that is checked, in the order of the circular. */
export const walkSteps: readonly WalkStep[] = [
  step(
    'pacs-09',
    'zoom',
    { vi: 'Thu, phóng ảnh', en: 'Zoom an image' },
    {
      vi: 'Chụp màn hình trước và sau khi phóng hoặc thu ít nhất 1,5 lần.',
      en: 'The screen before and after zooming in or out by at least 1.5 times.',
    },
  ),
  step(
    'pacs-09',
    'rotate',
    { vi: 'Xoay ảnh', en: 'Rotate an image' },
    { vi: 'Xoay ảnh CT 90°, không lật.', en: 'A CT image rotated by 90°, not flipped.' },
  ),
  step(
    'pacs-09',
    'flip',
    { vi: 'Lật ảnh', en: 'Flip an image' },
    { vi: 'Lật ảnh CT ngang hoặc dọc.', en: 'A CT image flipped either way.' },
  ),
  step(
    'pacs-09',
    'pan',
    { vi: 'Di chuyển ảnh trong khung', en: 'Pan an image' },
    {
      vi: 'Chụp màn hình trước và sau khi kéo ảnh sang chỗ khác, cùng kích thước.',
      en: 'The screen before and after dragging the image elsewhere at the same size.',
    },
  ),
  step(
    'pacs-10',
    'series-layout',
    { vi: 'Chia màn hình theo sê-ri', en: 'Lay out several series' },
    {
      vi: 'Màn hình 2 hoặc 4 ô, mỗi ô một series của ca.',
      en: 'The screen in 2 or 4 windows, each with another series.',
    },
  ),
  step(
    'pacs-10',
    'image-layout',
    { vi: 'Chia màn hình theo ảnh', en: 'Lay out several images' },
    {
      vi: 'Khung 2 hoặc 4 ô, mỗi ô một ảnh của cùng series.',
      en: 'The window in 2 or 4 tiles, each with another image of one series.',
    },
  ),
  step(
    'pacs-11',
    'linked-series',
    { vi: 'Đồng bộ hai series', en: 'Link two series' },
    {
      vi: 'Cuộn MR axial tới ảnh rút thăm; CT phải tự tới cùng vị trí.',
      en: 'The axial MR scrolled to an image drawn by lot; the CT follows by itself.',
    },
  ),
  step(
    'pacs-11',
    'cine',
    { vi: 'Chạy phim (cine)', en: 'Play a clip (cine)' },
    {
      vi: 'Chụp màn hình hai lần khi phim siêu âm chạy.',
      en: 'The screen twice while the ultrasound clip runs.',
    },
  ),
  step(
    'pacs-11',
    'reference-lines',
    { vi: 'Đường định vị lát cắt', en: 'Reference lines' },
    {
      vi: 'Với hai ảnh CT rút thăm, đọc các chữ mà đường định vị cắt trên MR coronal.',
      en: 'For two CT images drawn by lot, the letters that the line crosses on the coronal MR.',
    },
  ),
  step(
    'pacs-12',
    'length',
    { vi: 'Đo chiều dài', en: 'Length' },
    { vi: 'Từ tâm dấu A tới tâm dấu B.', en: 'From the centre of cross A to that of cross B.' },
  ),
  step(
    'pacs-12',
    'angle',
    { vi: 'Đo góc', en: 'Angle' },
    { vi: 'Góc C-D-E, đỉnh tại dấu D.', en: 'The angle C-D-E with its vertex at cross D.' },
  ),
  step(
    'pacs-12',
    'area',
    { vi: 'Đo diện tích', en: 'Area' },
    { vi: 'Elip sát mép đĩa F.', en: 'An ellipse along the edge of disc F.' },
  ),
  step(
    'pacs-12',
    'perimeter',
    { vi: 'Đo chu vi', en: 'Perimeter' },
    { vi: 'Đường sát mép đĩa F.', en: 'A line along the edge of disc F.' },
  ),
  step(
    'pacs-12',
    'point-density',
    { vi: 'Tỷ trọng tại một điểm', en: 'Density at a point' },
    { vi: 'Số HU tại một điểm trong đĩa F.', en: 'The HU at a point inside disc F.' },
  ),
  step(
    'pacs-12',
    'ellipse-density',
    { vi: 'Tỷ trọng vùng elip', en: 'Density of an ellipse' },
    { vi: 'HU trung bình của elip trong đĩa F.', en: 'Mean HU of an ellipse inside disc F.' },
  ),
  step(
    'pacs-12',
    'rectangle-density',
    { vi: 'Tỷ trọng vùng chữ nhật', en: 'Density of a rectangle' },
    {
      vi: 'HU trung bình của hình chữ nhật trong khung G.',
      en: 'Mean HU of a rectangle inside box G.',
    },
  ),
  step(
    'pacs-12',
    'polygon-density',
    { vi: 'Tỷ trọng vùng đa giác', en: 'Density of a polygon' },
    {
      vi: 'HU trung bình của đa giác tự do trong khung G.',
      en: 'Mean HU of a free polygon inside box G.',
    },
  ),
  step(
    'pacs-13',
    'copy-paste',
    { vi: 'Sao chép, dán ảnh ra ứng dụng khác', en: 'Copy and paste to another application' },
    {
      vi: 'Sao chép một ảnh CT rút thăm bằng trình xem, dán vào ứng dụng khác.',
      en: "A CT image drawn by lot, copied with the viewer's own function and pasted elsewhere.",
    },
  ),
  step(
    'pacs-14',
    'invert',
    { vi: 'Đảo âm bản', en: 'Invert' },
    { vi: 'Đảo ảnh CT thành âm bản.', en: 'A CT image inverted.' },
  ),
  step(
    'pacs-14',
    'window',
    { vi: 'Chỉnh cửa sổ WW/WL', en: 'Set window width and level' },
    {
      vi: 'Đặt cửa sổ hẹp đã cho; mã ẩn chỉ hiện ra ở cửa sổ ấy.',
      en: 'The given narrow window; a hidden code shows only there.',
    },
  ),
  step(
    'pacs-15',
    'surface',
    { vi: 'Dựng khối 3D', en: '3D rendering' },
    {
      vi: 'Dựng khối từ series CT 3D và đọc chữ nổi ở mặt trước.',
      en: 'The CT 3D series rendered, and the letters raised on its front read.',
    },
  ),
  step(
    'pacs-16',
    'mip',
    { vi: 'Hình chiếu cường độ tối đa (MIP)', en: 'Maximum intensity projection (MIP)' },
    {
      vi: 'MIP axial lát dày; mã ẩn chỉ hiện ra khi cộng nhiều lát.',
      en: 'A thick axial MIP; a hidden code shows only over many slices.',
    },
  ),
  step(
    'pacs-16',
    'mpr',
    { vi: 'Tái tạo đa mặt phẳng (MPR)', en: 'Multiplanar reformation (MPR)' },
    {
      vi: 'Mặt phẳng coronal đi qua vạch đánh dấu; mã ẩn nằm trong mặt phẳng ấy.',
      en: 'The coronal plane through the marked line; a hidden code lies in that plane.',
    },
  ),
  step(
    'pacs-16',
    'fusion',
    { vi: 'Ghép hai chuỗi ảnh (fusion PET/CT)', en: 'Fusion of two series (PET/CT)' },
    {
      vi: 'Ghép PET lên CT; mỗi chuỗi chỉ có một nửa mã ẩn.',
      en: 'PET over CT; each of them has one half of a hidden code.',
    },
  ),
  step(
    'pacs-23',
    'remote-surface',
    { vi: 'Dựng 3D từ xa trên trình duyệt', en: 'Remote 3D in a browser' },
    {
      vi: 'Từ một mạng khác, dựng khối trong trình duyệt và đọc chữ nổi.',
      en: 'From another network, the volume rendered in a browser and its letters read.',
    },
    'pacs-23.surface',
  ),
];
