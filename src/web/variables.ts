import { z } from 'zod';

/** A number of the environment. */
export const whole = (least: number, most: number, ifAbsent: number) =>
  z
    .string()
    .default(String(ifAbsent))
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

const looksWeak = (secret: string) =>
  secret.length < 32 ||
  new Set(secret).size < 10 ||
  /change|replace|example|exemple|placeholder|password|secret/i.test(secret);

const howToMakeASecret = "make one with: node -p \"require('crypto').randomBytes(32).toString('base64url')\"";

/** Secrets separated by commas. */
export const secrets = z
  .string({ error: `is missing: ${howToMakeASecret}` })
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((list) => !list.some(looksWeak), {
    error: `is too weak or still a placeholder (each secret needs 32 random characters): ${howToMakeASecret}`,
  });
