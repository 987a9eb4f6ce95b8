import type { Family, OwaspItem } from '../../shared/model/isolation-family.ts';
import type { PortalRequest } from '../ports/portal.port.ts';
import type { Id } from './id-shapes.ts';

/** The tenant under verification, and the standing canary that plays every other tenant. */
export type Side = 'tenant' | 'canary';
export const otherSide = (side: Side): Side => (side === 'tenant' ? 'canary' : 'tenant');

/**
 * Who asks: `tenant` and `canary` are administrators, `role:<name>` a lower role of the tenant, `forged:<how>` nobody; `outdated`
 * has a session from before its password was changed, `disabled` one from before its access was taken away.
 */
export type ActorName = Side | 'anonymous' | 'outdated' | 'disabled' | `role:${string}` | `forged:${string}`;

export type ProbeMeta = {
  /** Stable and dotted: `<family>.<resource>.<what>`. */
  readonly id: string;
  readonly family: Family;
  readonly resource: string;
  readonly title: string;
  readonly owasp: OwaspItem;
  readonly actor: ActorName;
};

export type Expectation =
  /** A denial (P21): refused, or an answer without data. `control` is the same question about what does not exist. */
  | { readonly kind: 'denied'; readonly envelope?: string; readonly control?: PortalRequest }
  /** Whatever comes is the actor's own; `totals` name places of counts, and the entities that they count. */
  | {
      readonly kind: 'own-rows';
      readonly totals?: readonly Total[];
      readonly forbidden?: readonly string[];
      /** Place of a list that must be empty: the tenant has nothing yet. */
      readonly empty?: string;
    }
  /** Refused for want of a session. */
  | { readonly kind: 'no-session' }
  /** Answered as the same question about what does not exist: status, headers, shape and length. */
  | { readonly kind: 'like-missing'; readonly id: Id; readonly missing: readonly [AskedId, AskedId] }
  /** Answered in the same time as the question about what does not exist. */
  | { readonly kind: 'as-fast-as-missing'; readonly missing: PortalRequest }
  /** A control: the actor's own object is there for it. */
  | { readonly kind: 'answered'; readonly contains: string };

/** Place of a number in an answer, and the entity whose rows of the tenant it counts. */
export type Total = { readonly pointer: string; readonly entity: string };

/** A question about one id. */
export type AskedId = { readonly id: Id; readonly request: PortalRequest };

/** Rows that a probe must leave as they are: compared by the database before and after. */
export type Guard = { readonly side: Side; readonly entity: string };

/** One question put to the portal: a value, made from the profile and the facts alone. */
export type Probe = ProbeMeta & {
  readonly request: PortalRequest;
  /** Cookies sent beside the session's own. */
  readonly cookies?: Readonly<Record<string, string>>;
  readonly expect: Expectation;
  /** With whose eyes the answer is judged: what belongs to the other side must not be in it. */
  readonly side: Side;
  /** Who asks the same first, so that an answer kept for one and given to another shows. */
  readonly primedBy?: ActorName;
  /** What the same actor asks first, whatever comes of it. */
  readonly first?: PortalRequest;
  readonly guard?: Guard;
};

/** What is expected, in words for the report. */
export function describeExpectation({ kind }: Expectation): string {
  switch (kind) {
    case 'denied':
      return 'denied: refused or empty, and nothing changed';
    case 'own-rows':
      return 'refused, or nothing but its own rows';
    case 'no-session':
      return 'refused for want of a session';
    case 'like-missing':
      return 'answered exactly as for what does not exist';
    case 'as-fast-as-missing':
      return 'answered as fast as for what does not exist';
    case 'answered':
      return 'answered with its own object';
  }
}
