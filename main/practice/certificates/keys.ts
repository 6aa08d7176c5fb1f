import { webcrypto } from 'node:crypto';

export type KeyPair = webcrypto.CryptoKeyPair;

/**
 * Keys of the practice world. Leaves have an RSA key because Exchange's selection may drop ECC certificates
 * (exchange.md 4.3); all of them share one, since no story turns on which key a certificate has and making one takes
 * about a tenth of a second. Authorities use P-256, which costs a millisecond.
 */
export interface PracticeKeys {
  /** Not awaited with the others: the authorities can sign each other while it is made. */
  readonly leaf: Promise<KeyPair>;
  readonly internalRoot: KeyPair;
  readonly internalIssuer: KeyPair;
  readonly publicRoot: KeyPair;
  readonly publicIssuer: KeyPair;
  /** For the story in which the public authority has replaced its issuing certificate. */
  readonly publicSuccessor: KeyPair;
}

let pool: Promise<PracticeKeys> | null = null;

/** Made once for each process; start it early, it runs beside the main thread. */
export function practiceKeys(): Promise<PracticeKeys> {
  pool ??= generate();
  return pool;
}

async function generate(): Promise<PracticeKeys> {
  const leaf = rsa();
  const [internalRoot, internalIssuer, publicRoot, publicIssuer, publicSuccessor] = await Promise.all([
    p256(),
    p256(),
    p256(),
    p256(),
    p256(),
  ]);
  const authorities = { internalRoot, internalIssuer, publicRoot, publicIssuer, publicSuccessor };
  return { leaf, ...authorities };
}

function rsa(): Promise<KeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  return webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
}

function p256(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
