export type PortalErrorName =
  | 'Unauthorized'
  | 'Forbidden'
  | 'PasswordChangeRequired'
  | 'NotFound'
  | 'ValidationError'
  | 'Conflict'
  | 'TooLarge';

const statuses = {
  Unauthorized: 401,
  Forbidden: 403,
  PasswordChangeRequired: 403,
  NotFound: 404,
  ValidationError: 400,
  Conflict: 409,
  TooLarge: 413,
} as const satisfies Record<PortalErrorName, number>;

export type Issue = { readonly path: string; readonly message: string };

/** A refusal that the caller is told about: `{ error: name }`, for bad input with the fields. */
export class PortalError extends Error {
  override readonly name: PortalErrorName;
  readonly issues: readonly Issue[] | undefined;

  constructor(name: PortalErrorName, issues?: readonly Issue[]) {
    super(name);
    this.name = name;
    this.issues = issues;
  }

  get status() {
    return statuses[this.name];
  }

  toJSON() {
    return this.issues === undefined ? { error: this.name } : { error: this.name, issues: this.issues };
  }
}

/** Refuses input for one field. */
export const invalid = (path: string, message: string) =>
  new PortalError('ValidationError', [{ path, message }]);
