import { crc32, deflateSync } from 'node:zlib';

interface Content {
  bytes: Buffer;
  /** As the portal finds it: by the content, which says nothing of plain text. */
  type: string;
}

const title = (name: string) => name.replace(/\.\w+$/, '').replaceAll('-', ' ');

const note = (name: string): Content => ({
  bytes: Buffer.from(`${title(name)}\n\nDocument de démonstration, Université de Vaucanson.\n`, 'utf8'),
  type: 'application/octet-stream',
});

const pdfText = (text: string) => text.replaceAll('’', "'").replace(/[\\()]/g, '\\$&');

/** One page with a title, in the simplest PDF that readers open. */
function pdf(name: string): Content {
  const page = `BT /F1 20 Tf 60 760 Td (${pdfText(title(name))}) Tj /F1 11 Tf 0 -32 Td (Document de démonstration, Université de Vaucanson) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const end = `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return { bytes: Buffer.from(body + end, 'latin1'), type: 'application/pdf' };
}

const chunk = (kind: string, data: Buffer) => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
};

const width = 480;
const height = 300;
const palette = Buffer.from([0xf4, 0xf6, 0xf9, 0x2b, 0x3a, 0x55, 0xc9, 0xd2, 0xde, 0xb3, 0x26, 0x1e, 0xff, 0xff, 0xff]);

/** A window with a dark bar, lines of text and, in the middle, a red message. */
const colour = (x: number, y: number, shift: number) => {
  if (y < 34) return 1;
  if (x > 110 && x < 370 && y > 120 && y < 190) return y > 148 && y < 160 && x > 140 && x < 240 + shift ? 4 : 3;
  return y % 24 < 8 && x > 24 && x < 300 + ((Math.floor(y / 24) * 37 + shift) % 150) ? 2 : 0;
};

function png(name: string): Content {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const shift = crc32(name) % 90;
  const pixels = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[y * (width + 1) + x + 1] = colour(x, y, shift);
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return {
    bytes: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...chunks]),
    type: 'image/png',
  };
}

const made = new Map<string, Content>();

/** Small real files, made from their name alone. */
export function fileContent(name: string): Content {
  const known = made.get(name);
  if (known !== undefined) return known;
  const content = name.endsWith('.png') ? png(name) : name.endsWith('.pdf') ? pdf(name) : note(name);
  made.set(name, content);
  return content;
}
