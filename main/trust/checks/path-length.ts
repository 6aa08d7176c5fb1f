import type { ParsedCertificate } from '../certificate.ts';
import { basicConstraints } from '../extensions.ts';
import { finding, type PathReason } from '../path-reasons.ts';

/** RFC 5280 4.2.1.9 and 6.1.4 (l)-(m): self-issued certificates do not count, nor does the leaf. Leaf first. */
export function checkPathLength(path: readonly ParsedCertificate[], maxDepth: number | null): PathReason[] {
  const reasons: PathReason[] = [];
  let below = 0;
  for (const [index, certificate] of path.entries()) {
    if (index === 0) continue;
    const reading = certificate.read(basicConstraints);
    const limit = reading.state === 'read' ? reading.value.pathLength : null;
    if (limit !== null && below > limit)
      reasons.push({
        ...finding('path-length-exceeded', `${below} > ${limit}`),
        certificate: certificate.thumbprint,
      });
    if (index < path.length - 1 && !certificate.selfIssued) below++;
  }
  const [leaf] = path;
  if (maxDepth !== null && below > maxDepth && leaf !== undefined)
    reasons.push({ ...finding('depth-exceeded', `${below} > ${maxDepth}`), certificate: leaf.thumbprint });
  return reasons;
}
