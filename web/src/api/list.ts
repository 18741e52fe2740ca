/** Which page of a list, and of what is found by which words. */
export interface Asked {
  search?: string;
  cursor?: string;
  limit?: number;
}

export interface ListPage<T> {
  rows: T[];
  /** The cursor of the next page, when there is one. */
  next?: string;
}
