/**
 * Runs inside the page: looks at what is in front of the reader, changes nothing, and returns plain numbers and
 * booleans; no text of the page leaves it. Open shadow roots are looked into. Bounded by the number of elements.
 */
export function surveyScript(selectors: {
  readonly errors: readonly string[];
  readonly busy: readonly string[];
}): string {
  return `(${script})(${JSON.stringify(selectors)})`;
}

const script = `(wanted) => {
  const most = 20000;
  const smallest = 100;
  const failed = /(\\blỗi\\b|không (thể )?(tải|tìm thấy|mở|hiển thị|truy cập)|không tồn tại|thất bại|\\berror\\b|\\bfailed\\b|\\bfailure\\b|unable to|cannot (load|open|find|display)|not found|went wrong|unavailable|forbidden|denied)/i;
  const all = [];
  const roots = [document];
  while (roots.length > 0 && all.length < most) {
    const root = roots.pop();
    for (const element of root.querySelectorAll('*')) {
      if (all.length >= most) break;
      all.push(element);
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const width = innerWidth;
  const height = innerHeight;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) return undefined;
    const left = Math.max(0, box.left);
    const top = Math.max(0, box.top);
    const right = Math.min(width, box.right);
    const bottom = Math.min(height, box.bottom);
    if (right - left < 1 || bottom - top < 1) return undefined;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) < 0.1) return undefined;
    return { left, top, width: right - left, height: bottom - top };
  };
  const matches = (element, list) => list.some((one) => { try { return element.matches(one); } catch { return false; } });
  const overlap = (a, b) =>
    Math.max(0, Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)) *
    Math.max(0, Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top));
  const dialogMark = 'dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]';
  const errorMark = '[role=alert],[role=alertdialog],.error,.error-message,.alert-danger';
  const busyMark = '[aria-busy=true],[role=progressbar],progress,.spinner,.loading,.loader,.loading-indicator';
  const result = { password: false, failed: false, busy: false, dialog: false, coveredShare: 0, picture: undefined, hasText: false };
  const dialogs = [];
  const pictures = [];
  for (const element of all) {
    const name = element.tagName;
    if (name === 'INPUT' && element.type === 'password' && seen(element)) result.password = true;
    if (name === 'CANVAS' || name === 'IMG' || name === 'VIDEO') {
      const box = seen(element);
      if (box && Math.min(box.width, box.height) >= smallest) pictures.push({ element, box });
    }
    if (matches(element, [dialogMark])) {
      const box = seen(element);
      if (box) {
        dialogs.push(box);
        if (failed.test((element.innerText || '').slice(0, 5000))) result.failed = true;
      }
    } else if (matches(element, [errorMark, ...wanted.errors])) {
      if (seen(element) && failed.test((element.innerText || '').slice(0, 5000))) result.failed = true;
    }
    if (matches(element, [busyMark, ...wanted.busy]) && seen(element)) result.busy = true;
  }
  const text = document.body ? (document.body.innerText || '').slice(0, 20000) : '';
  result.hasText = text.trim().length > 0;
  pictures.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  const largest = pictures[0];
  if (!largest) {
    if (failed.test(text)) result.failed = true;
    return result;
  }
  result.picture = largest.box;
  result.dialog = dialogs.some((box) => overlap(box, largest.box) > 0);
  const hides = (element) => {
    const style = getComputedStyle(element);
    if (Number(style.opacity) < 0.6) return false;
    const parts = (style.backgroundColor.match(/[\\d.]+/g) || []).map(Number);
    const alpha = parts.length < 3 ? 0 : parts.length > 3 ? parts[3] : 1;
    return alpha > 0.6 || style.backgroundImage !== 'none' || element.tagName === 'IMG' || element.tagName === 'VIDEO';
  };
  const steps = 14;
  let covered = 0;
  for (let row = 0; row < steps; row += 1) {
    for (let column = 0; column < steps; column += 1) {
      const x = largest.box.left + (largest.box.width * (column + 0.5)) / steps;
      const y = largest.box.top + (largest.box.height * (row + 0.5)) / steps;
      for (const element of document.elementsFromPoint(x, y)) {
        if (element === largest.element || element.contains(largest.element)) break;
        if (hides(element)) { covered += 1; break; }
      }
    }
  }
  result.coveredShare = covered / (steps * steps);
  return result;
}`;
