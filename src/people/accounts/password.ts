import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What OWASP asks of scrypt with 32 MB. Kept with each hash, so that they can grow. */
const cost = { n: 32_768, r: 8, p: 3 };
const saltBytes = 16;
const hashBytes = 32;

type Cost = typeof cost;

const derive = (password: string, salt: Buffer, { n, r, p }: Cost) =>
  new Promise<Buffer>((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 256 * n * r };
    scrypt(password.normalize('NFC'), salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function parsed(stored: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [, n, r, p, salt = '', key = ''] = stored.split('$');
  return {
    cost: { n: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

const nobody = { cost, salt: randomBytes(saltBytes), key: randomBytes(hashBytes) };

/** Whether this is the password. Without a hash to compare with, the same work is done, and the answer is no. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const { cost: itsCost, salt, key } = stored === null ? nobody : parsed(stored);
  const same = timingSafeEqual(await derive(password, salt, itsCost), key);
  return same && stored !== null;
}
