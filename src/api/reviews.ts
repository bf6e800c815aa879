import { locationUtil } from '@grafana/data';
import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request, requestText, resourceUrl } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type components } from './schema.gen';
import { type Severity } from './types';

type Schemas = components['schemas'];

export type Review = Schemas['Review'];
export type ReviewSummary = Schemas['ReviewSummary'];
export type ReviewList = Schemas['ReviewList'];
export type ReviewState = Schemas['ReviewState'];
export type ReviewContent = Schemas['ReviewContent'];
export type ReviewLine = Schemas['ReviewLine'];
export type ReviewMoment = Schemas['ReviewMoment'];
export type ReviewMeasure = Schemas['ReviewMeasure'];
export type ReviewCause = Schemas['ReviewCause'];
export type ReviewVerdict = Schemas['ReviewVerdict'];
export type ReviewMissing = Schemas['ReviewMissing'];
export type ReviewQuality = Schemas['ReviewQuality'];
export type ReviewOptions = Schemas['ReviewOptions'];
export type ReviewChoice = Schemas['ReviewChoice'];
export type ReviewComment = Schemas['ReviewComment'];
export type ReviewRevision = Schemas['ReviewRevision'];
export type ReviewConflict = Schemas['ReviewConflict'];
export type ReviewTrends = Schemas['ReviewTrends'];
export type ReviewMonth = Schemas['ReviewMonth'];

const DAY_MS = 24 * 60 * 60 * 1000;

export const REVIEW_ORDERS = ['due', 'newest', 'quality'] as const;
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

export interface ReviewFilters {
  state: ReviewState | 'unpublished' | 'all';
  /** By due date, the newest incident first, or the lowest quality first; empty for due of unpublished ones, else newest. */
  sort: ReviewOrder | '';
  overdue: boolean;
  severity: Severity[];
  service: string;
  q: string;
}

export function useReviews(filters: ReviewFilters, pageSize: number) {
  const refetchInterval = usePollInterval();
  return useInfiniteQuery<ReviewList, ApiError, ReviewList[], ReturnType<typeof keys.reviewList>, string | undefined>({
    queryKey: keys.reviewList({ ...filters, pageSize }),
    queryFn: ({ pageParam }) =>
      request<ReviewList>('GET', '/reviews', {
        query: {
          ...filters,
          sort: filters.sort || undefined,
          overdue: filters.overdue ? 'true' : undefined,
          limit: pageSize,
          cursor: pageParam,
        },
      }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    placeholderData: (previous) => previous,
    refetchInterval,
  });
}

/** Causes, factors, services and punctuality by month of detection; incidents of the last so many days, all where none is given. */
export function useReviewTrends(days: number | undefined) {
  return useQuery<ReviewTrends, ApiError>({
    queryKey: keys.reviewTrends(days),
    queryFn: () => {
      // Up to the end of the day, so that what was detected since is counted as well.
      const to = new Date();
      const from = days === undefined ? new Date(0) : new Date(to.getTime() - days * DAY_MS);
      to.setTime(to.getTime() + DAY_MS);
      return request<ReviewTrends>('GET', '/reviews/trends', {
        query: { from: from.toISOString(), to: to.toISOString() },
      });
    },
    placeholderData: (previous) => previous,
  });
}

/** The review of an incident; 404 `not_found` where none was begun. */
export function useReview(number: number, enabled = true) {
  const refetchInterval = usePollInterval();
  return useQuery<Review, ApiError>({
    queryKey: keys.review(number),
    queryFn: () => request<Review>('GET', `/reviews/${number}`),
    enabled,
    refetchInterval: (query) => (query.state.error?.status === 404 ? false : refetchInterval),
  });
}

/** What can be chosen in a review; it changes with the settings only. */
export function useReviewOptions() {
  return useQuery<ReviewOptions, ApiError>({
    queryKey: keys.reviewOptions,
    queryFn: () => request<ReviewOptions>('GET', '/reviews/options'),
    staleTime: 60_000,
  });
}

/** Begins the review of an incident; answers the one that is there. */
export function useStartReview(number: number) {
  const client = useQueryClient();
  return useMutation<Review, ApiError, void>({
    mutationFn: () => request<Review>('POST', `/incidents/${number}/review`),
    onSuccess: (review) => adoptReview(client, review),
  });
}

/** What people do with a review. Each has the version that the person saw; an older one is refused with 409, see reviewConflict. */
export type ReviewChange =
  | { change: 'content'; version: number; content: ReviewContent }
  | ({ change: 'header' } & Schemas['ReviewHeaderInput'])
  | ({ change: 'state' } & Schemas['ReviewMove'])
  | ({ change: 'restore' } & Schemas['ReviewRestore'])
  | ({ change: 'measure' } & Schemas['ReviewMeasureRequest']);

const ROUTES = {
  content: ['PUT', ''],
  header: ['PATCH', ''],
  state: ['POST', '/state'],
  restore: ['POST', '/restore'],
  measure: ['POST', '/measure'],
} as const;

export function useChangeReview(number: number) {
  const client = useQueryClient();
  return useMutation<Review, ApiError, ReviewChange>({
    mutationFn: ({ change, ...body }) => {
      const [method, path] = ROUTES[change];
      return request<Review>(method, `/reviews/${number}${path}`, { body });
    },
    onSuccess: (review) => adoptReview(client, review),
    onError: (error) => {
      const conflict = reviewConflict(error);
      if (conflict) {
        adoptReview(client, conflict.current);
      }
    },
  });
}

/** With 409: how the review is now, what others changed since, and who. */
export function reviewConflict(error: ApiError | null): ReviewConflict | undefined {
  return error?.status === 409 && isConflict(error.body) ? error.body : undefined;
}

function isConflict(body: unknown): body is ReviewConflict {
  return (
    typeof body === 'object' && body !== null && 'changed' in body && Array.isArray(body.changed) && 'current' in body
  );
}

/** Who changed what, newest first, without the contents. */
export function useReviewRevisions(number: number, enabled: boolean) {
  return useQuery<Schemas['ReviewRevisionList'], ApiError, ReviewRevision[]>({
    queryKey: keys.reviewRevisions(number),
    queryFn: () => request<Schemas['ReviewRevisionList']>('GET', `/reviews/${number}/revisions`),
    select: ({ revisions }) => revisions,
    enabled,
  });
}

/** The content as one change left it. It never changes. */
export function useReviewRevision(number: number, version: number | undefined) {
  return useQuery<ReviewRevision, ApiError>({
    queryKey: keys.reviewRevision(number, version ?? 0),
    queryFn: () => request<ReviewRevision>('GET', `/reviews/${number}/revisions/${version}`),
    enabled: version !== undefined,
    staleTime: Infinity,
  });
}

export function useAddComment(number: number) {
  const client = useQueryClient();
  return useMutation<ReviewComment, ApiError, Schemas['ReviewCommentInput']>({
    mutationFn: (body) => request<ReviewComment>('POST', `/reviews/${number}/comments`, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.review(number) }),
  });
}

export function useResolveComment(number: number) {
  const client = useQueryClient();
  return useMutation<ReviewComment, ApiError, number>({
    mutationFn: (id) => request<ReviewComment>('POST', `/reviews/${number}/comments/${id}/resolve`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.review(number) }),
  });
}

export type ExportFormat = 'json' | 'markdown' | 'html';

/** Address of the review as a file. */
export function reviewExportAddress(number: number, format: ExportFormat): string {
  return locationUtil.assureBaseUrl(resourceUrl(`/reviews/${number}/export`, { format }));
}

/** The page of the export, to print it. It has no script, and a policy that forbids any. */
export function usePrintedReview(number: number, onPage: (html: string) => void) {
  return useMutation<string, ApiError, void>({
    mutationFn: () => requestText(`/reviews/${number}/export`, { format: 'html' }),
    onSuccess: onPage,
  });
}

/** Address of corrective actions as CSV: of one review, or of all. */
export function actionsExportAddress(number?: number): string {
  return locationUtil.assureBaseUrl(resourceUrl('/actions/export', { number }));
}

/** Takes in the JSON of an export; it becomes a draft with a number of its own. */
export function useImportReview() {
  const client = useQueryClient();
  return useMutation<Review, ApiError, Record<string, unknown>>({
    mutationFn: (body) => request<Review>('POST', '/reviews/import', { body }),
    onSuccess: (review) => adoptReview(client, review),
  });
}

function adoptReview(client: QueryClient, review: Review) {
  const { number } = review.summary;
  client.setQueryData(keys.review(number), review);
  void client.invalidateQueries({ queryKey: [...keys.reviews, 'list'] });
  void client.invalidateQueries({ queryKey: [...keys.reviews, 'trends'] });
  void client.invalidateQueries({ queryKey: keys.reviewRevisions(number) });
  void client.invalidateQueries({ queryKey: keys.incident(number) });
}
