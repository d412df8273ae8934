import { make } from './elements.js';

/** A button that opens the camera or the file dialog; `use` gets the chosen files, one after the other. */
export function filePicker({
  label,
  accept,
  camera = false,
  several = false,
  className = '',
  use,
}) {
  const input = make('input', { type: 'file', accept, multiple: several });
  if (camera) input.setAttribute('capture', 'environment');
  const picker = make(
    'label',
    { className: `pick ${camera ? 'camera' : ''} ${className}` },
    label,
    input,
  );
  input.addEventListener('change', async () => {
    const files = [...input.files];
    // The same file may be chosen again.
    input.value = '';
    picker.classList.add('busy');
    try {
      for (const file of files) await use(file);
    } finally {
      picker.classList.remove('busy');
    }
  });
  return picker;
}

let taker;

/** Who gets files that are pasted or dropped; nobody when `undefined`. */
export function takeFiles(use) {
  taker = use;
}

/** Listens for pasted and dropped files, once. */
export function listenForFiles() {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || taker === undefined) return;
    event.preventDefault();
    handOn(files);
  });
  // Without this a dropped file would replace the page.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    handOn([...(event.dataTransfer?.files ?? [])]);
  });
}

async function handOn(files) {
  const use = taker;
  for (const file of files) await use?.(file);
}
