/** An error that the caller gets as JSON. Its text holds nothing of the database and of the script. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}
