import type { Workstation } from './deployment.ts';
import type { Journey } from './journey.ts';
import type { Case, Map } from './points.ts';
import type { Verdict } from './verdict.ts';

/** One runbook, or a part of it, as the harness leads it. */
export type WayOf = {
  readonly way: string;
  /** How often chance takes it, beside the others. */
  readonly weight: number;
  /** Whether what was completed can be taken back; else it is only resumed. */
  readonly goesBack: boolean;
  /** Where the survey's places are worth a kill. */
  readonly cases: (map: Map) => readonly Case[];
};

/** What consoles are killed on: one deployment of one tenancy model. */
export type Ground = {
  readonly ways: readonly WayOf[];
  /** Beginnings of the names of points that nothing here comes by: another model’s means. */
  readonly lacks: readonly string[];
  /** A workstation whose operator knows the deployment. */
  startWorkstation(): Promise<Workstation>;
  /** A journey of its own tenant, from this workstation. */
  journey(way: string, number: number, at: Workstation): Promise<Journey>;
  /** When all is over: what is left that belongs to no journey. */
  audit(): Promise<Verdict>;
  close(): Promise<void>;
};
