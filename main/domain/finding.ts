import type { Origin } from './reading.ts';

/** Values that fill the words of a finding; untrusted text, shown as text only. */
export type TextValues = Readonly<Record<string, string | number>>;

export interface Subject {
  readonly server: string | null;
  readonly thumbprint: string | null;
  readonly connector: string | null;
}

/** One fact that a judgement rests on: which words say it, with which values, from where, and when it was true. */
export interface Evidence {
  readonly key: string;
  readonly values: TextValues;
  readonly from: Origin;
  readonly at: string | null;
}

/** What can be taken back and how: the classes of a change, in the order of caution. */
export type RemedyClass = 'reversible' | 'compensable' | 'irreversible' | 'elsewhere';

/** One remedy in ranked order; `command` is for reading and copying, never run from here. */
export interface Advice {
  readonly key: string;
  readonly class: RemedyClass;
  readonly values: TextValues;
  readonly command: string | null;
}

export type FindingStatus = 'notice' | 'warning' | 'error';

export interface Finding {
  readonly rule: string;
  readonly status: FindingStatus;
  /** Which of the rule's ways to fail this is; names the words. */
  readonly variant: string;
  readonly subject: Subject;
  readonly values: TextValues;
  readonly evidence: readonly Evidence[];
  readonly advice: readonly Advice[];
}

/** The published sentence a rule rests on. */
export interface Citation {
  readonly text: string;
  readonly url: string;
  /** The day on which we read it, ISO date. */
  readonly read: string;
}

/** A rule that could not be judged for want of a reading; never a pass. */
export interface NotJudged {
  readonly rule: string;
  readonly server: string | null;
  /** Which reading was missing, for example `certificates`, `queues`. */
  readonly missing: string;
  readonly reason: string;
  readonly detail: string | null;
}
