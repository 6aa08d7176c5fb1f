import type { ScenePlan } from '../scene/base-scene.ts';
import type { Scene } from '../scene/scene.ts';

/** One fault, told as changes to an organisation in good health. */
export interface Story extends ScenePlan {
  arrange(scene: Scene): Promise<void> | void;
}

/** `from`, `from + step`, ... below `to`. */
export function range(from: number, to: number, step: number): readonly number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step)) },
    (_, index) => from + index * step,
  );
}
