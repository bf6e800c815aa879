import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type components } from './schema.gen';

type Schemas = components['schemas'];

export type Proposal = Schemas['Proposal'];
export type ProposalDetail = Schemas['ProposalDetail'];
export type ProposalInput = Schemas['ProposalInput'];
export type ProposalDecision = Schemas['ProposalDecision'];
export type ProposalTarget = 'runbook' | 'signal';

/** What a review proposes to change, newest first, without the texts. */
export function useProposals(number: number) {
  return useQuery<Schemas['ProposalList'], ApiError, Proposal[]>({
    queryKey: keys.proposals(number),
    queryFn: () => request<Schemas['ProposalList']>('GET', `/reviews/${number}/proposals`),
    select: ({ proposals }) => proposals,
  });
}

/** A proposal beside what is in effect now. */
export function useProposal(number: number, id: number) {
  return useQuery<ProposalDetail, ApiError>({
    queryKey: keys.proposal(number, id),
    queryFn: () => request<ProposalDetail>('GET', `/reviews/${number}/proposals/${id}`),
  });
}

/** What reviews changed or propose to change, newest first: of one target, or of the newest 50 changes of all. */
export function useTargetProposals(of: ProposalTarget, target?: string) {
  return useQuery<Schemas['ProposalList'], ApiError, Proposal[]>({
    queryKey: keys.targetProposals(of, target),
    queryFn: () => request<Schemas['ProposalList']>('GET', '/proposals', { query: { of, target } }),
    select: ({ proposals }) => proposals.filter(({ state }) => state !== 'rejected'),
  });
}

export function useAddProposal(number: number) {
  const client = useQueryClient();
  return useMutation<Proposal, ApiError, ProposalInput>({
    mutationFn: (body) => request<Proposal>('POST', `/reviews/${number}/proposals`, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
}

/** Accepts or declines. An accepted one changes its target, so runbooks and catalog are read again. */
export function useDecideProposal(number: number, id: number) {
  const client = useQueryClient();
  return useMutation<Proposal, ApiError, ProposalDecision>({
    mutationFn: (body) => request<Proposal>('POST', `/reviews/${number}/proposals/${id}`, { body }),
    onSettled: () =>
      Promise.all(
        [keys.reviews, keys.runbooks, keys.signals].map((queryKey) => client.invalidateQueries({ queryKey }))
      ),
  });
}
