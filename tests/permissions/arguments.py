"""What views and rules are called with in the small well-known world."""

from collections.abc import Callable
from typing import Any

from kenno.core.enums import LinkPurpose
from kenno.practices.models import Practice
from tests.factories.surveys import (
    ClosedRoundFactory,
)
from tests.permissions.world import Reader, World

Arguments = Callable[[World, Reader], list[Any]]

# The arguments of each address that has some. A new view gets its line here, and then
#     WRITE_PERMISSIONS=1 .venv/bin/pytest tests/test_permissions.py
# writes docs/permissions.md anew: look at what changed before committing it.
ARGUMENTS: dict[str, Arguments] = {
    "image_file": lambda world, _: ["kuva.png"],
    "wagtail_serve": lambda world, _: [""],
    "pages:sitemap_section": lambda world, _: ["sivut"],
    "pages:mark_answered": lambda world, _: [world.feedback.pk],
    "places:municipality": lambda world, _: [world.municipality.slug],
    "places:region": lambda world, _: [world.municipality.region.slug],
    "people:organisation_contacts": lambda world, _: [world.organisation.pk],
    "people:own_contact": lambda world, _: [world.contact.pk],
    "people:decline_contact": lambda world, _: [world.invited.pk],
    "people:end_contact": lambda world, _: [world.contact.pk],
    "people:invite_again": lambda world, _: [world.invited.pk],
    "people:export_contacts": lambda world, _: ["csv"],
    "people:export_addresses": lambda world, _: ["csv"],
    "people:contact_answered": lambda world, _: ["suostuttu"],
    "people:contact_invitation": lambda world, _: [world.invitation_token],
    "people:ask_contact": lambda world, _: [world.contact.pk],
    "people:ask_organisation": lambda world, _: [world.organisation.pk],
    "people:confirm_inquiry": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_CONFIRM]],
    "people:inquiry_status": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_SENDER]],
    "people:close_sender": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_RECEIVER]],
    "people:report_inquiry": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_RECEIVER]],
    "people:take_back_inquiry": lambda world, _: [world.inquiry.pk],
    "people:reopen_sender": lambda world, _: [world.closed.pk],
    "people:lift_sender": lambda world, _: [world.stopped.pk],
    "people:hand_over_contact": lambda world, _: [world.contact.pk],
    "people:ask_contact_again": lambda world, _: [world.contact.pk],
    "people:confirm_contacts": lambda world, _: [world.yearly_token],
    "people:contacts_confirmed": lambda world, _: ["pitaa"],
    "people:remove_person": lambda world, _: [world.writer.pk],
    "people:lift_suppression": lambda world, _: [world.suppressed.pk],
    "people:use_sign_in_link": lambda world, _: [world.sign_in_token],
    "people:person": lambda world, _: [world.writer.pk],
    "people:deactivate": lambda world, _: [world.writer.pk],
    "people:reset_second_factor": lambda world, _: [world.writer.pk],
    "people:remove_membership": lambda world, _: [world.membership.pk],
    "people:remove_writer": lambda world, _: [world.membership.pk],
    "people:remove_domain": lambda world, _: [world.domain.pk],
    "people:organisation": lambda world, _: [world.organisation.pk],
    "people:export_organisations": lambda world, _: ["csv"],
    "people:change_organisation": lambda world, _: [world.organisation.pk],
    "people:deactivate_organisation": lambda world, _: [world.organisation.pk],
    "people:reopen_organisation": lambda world, _: [world.organisation.pk],
    "people:message": lambda world, _: [world.message.pk],
    "people:retry_message": lambda world, _: [world.message.pk],
    "moderation:review": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:approve": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:return": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:archive": lambda world, _: ["kaytanne", world.published.pk],
    "moderation:restore": lambda world, _: ["kaytanne", world.published.pk],
    "search:confirm": lambda world, _: [world.confirmation_token],
    "search:stop": lambda world, _: [world.search_token],
    "search:manage": lambda world, _: [world.search_token],
    "search:change": lambda world, person: [world.saved_search_of(person).pk],
    "practices:material": lambda world, _: [world.material.pk],
    "practices:practice": lambda world, _: [world.published.slug],
    "practices:ask": lambda world, _: [world.published.slug],
    "practices:confirm": lambda world, _: [world.practices_token],
    "practices:keep": lambda world, _: [world.published.pk],
    "practices:choose_contact": lambda world, _: [world.draft.pk],
    "practices:print": lambda world, _: [world.published.slug],
    "practices:write": lambda world, _: [world.draft.pk],
    "practices:section": lambda world, _: [world.draft.pk, "basics"],
    "practices:preview": lambda world, _: [world.draft.pk],
    "practices:merged": lambda world, _: [world.merged.pk],
    "practices:submit": lambda world, _: [world.draft.pk],
    "practices:withdraw": lambda world, _: [world.submitted.pk],
    "practices:delete_draft": lambda world, _: [world.draft.pk],
    "practices:ask_owner": lambda world, _: [world.draft.pk],
    "practices:revoke_request": lambda world, _: [world.asked.pk],
    **{
        f"practices:{name}": lambda world, _: [world.draft_token]
        for name in (
            *("draft_request", "start_request", "requested_draft", "submit_requested"),
            *("pass_on_request", "decline_request"),
        )
    },
    "practices:requested_section": lambda world, _: [world.draft_token, "basics"],
    **{
        f"surveys:{name}": lambda world, _: [world.tip.pk]
        for name in ("kept_tip", "send_tip_on", "join_tip", "put_tip_aside")
    },
    "surveys:invitation": lambda world, _: [world.survey_token],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_question.round_id]
        for name in (
            *("round", "change_round", "preview_texts", "choose_sections", "copy_round", "try_out"),
            *("questions", "add_question", "recipients", "missing_recipients"),
            *("propose_recipients", "add_recipient", "import_recipients", "reminders"),
        )
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_token]
        for name in (
            *("start", "delegate", "decline", "answer", "add_practice", "alike_practices"),
            *("summary", "submit", "stop_mail", "answer_changes"),
        )
    },
    "surveys:group": lambda world, _: [world.survey_token, 1],
    "surveys:group_changes": lambda world, _: [world.survey_token, 1],
    "surveys:ask_for_approval": lambda world, person: [world.interview_token_of(person)],
    "surveys:reassign": lambda world, _: [
        world.survey_question.round_id,
        world.municipality.slug,
    ],
    "surveys:interview": lambda world, _: [world.survey_invitation.pk],
    "surveys:answer_file": lambda world, _: [world.survey_token, world.survey_question.pk],
    "surveys:join": lambda world, _: [world.survey_token, world.published.pk],
    "surveys:remove_practice": lambda world, _: [world.survey_token, world.told.pk],
    "surveys:submit_returned": lambda world, _: [world.survey_token, world.told.pk],
    "surveys:returned": lambda world, _: [world.survey_token, world.told.pk],
    "surveys:withdraw_told": lambda world, _: [world.survey_token, world.told_in_review.pk],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_response.pk]
        for name in ("response", "reopen", "close_reopened")
    },
    "surveys:response_file": lambda world, _: [world.survey_response.pk, world.survey_question.pk],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_response.pk, world.told.pk]
        for name in ("split_practice", "merge_practice", "take_over", "reject_practice")
    },
    "surveys:merge_with": lambda world, _: [
        world.survey_response.pk,
        world.told.pk,
        world.told_in_review.pk,
    ],
    "surveys:section": lambda world, _: [world.survey_token, world.told.pk, "basics"],
    "surveys:round_step": lambda world, _: [world.survey_question.round_id, "sulje"],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_question.pk]
        for name in ("change_question", "move_question", "remove_question")
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_invitation.recipient_id]
        for name in ("recipient", "make_main", "remove_recipient")
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_invitation.pk]
        for name in ("send_invitation_again", "revoke_invitation")
    },
    "surveys:cancel_reminder": lambda world, _: [world.reminder.pk],
    "surveys:tracker": lambda world, _: [world.survey_question.round_id],
    "surveys:tracked_list": lambda world, _: [world.survey_question.round_id],
    "surveys:tracked_municipality": lambda world, _: [
        world.survey_question.round_id,
        world.municipality.slug,
    ],
    "surveys:remind": lambda world, _: [world.survey_invitation.pk],
    "surveys:export": lambda world, _: [world.survey_question.round_id],
    "pages:survey_article": lambda world, _: [ClosedRoundFactory().pk],
    "surveys:fetch_export": lambda world, person: [world.file_of(person).pk],
    "surveys:public_summary": lambda world, _: [ClosedRoundFactory().pk],
    "mfa_remove_webauthn": lambda world, _: [1],
}

# What the rules take besides the person, by the name of the parameter; a rule holds for a role
# when it holds with any of these.
RULE_ARGUMENTS: dict[str, Callable[[World, Reader], list[Any]]] = {
    "practice": lambda world, _: [world.draft, world.submitted, _archived(world)],
    "record": lambda world, _: [world.submitted],
    "municipality": lambda world, _: [world.municipality],
    "municipality_id": lambda world, _: [world.municipality.pk],
    "region_id": lambda world, _: [world.municipality.region_id],
    "region": lambda world, _: [None],
    "role": lambda world, _: [],
    "membership": lambda world, _: [world.membership],
    "other": lambda world, _: [world.writer],
    "organisation": lambda world, _: [world.organisation],
    "contact": lambda world, _: [world.contact],
    "closed": lambda world, _: [world.closed],
    "inquiry": lambda world, _: [world.inquiry],
    "saved": lambda world, person: [world.saved_search_of(person)],
}


def _archived(world: World) -> Practice:
    practice: Practice = Practice.objects.get(pk=world.draft.pk)
    practice.review_state = "archived"
    return practice
