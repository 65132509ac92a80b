"""What Wagtail calls when a review ends well; it is read while models load, so it imports none."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Publish what a finished workflow reviewed (setting WAGTAIL_FINISH_WORKFLOW_ACTION).

    Our records publish the very revision that the coordinator read, by the rules of this room;
    pages keep Wagtail's own way.
    """
    from kenno.moderation.models import Moderated

    if isinstance(workflow_state.content_object, Moderated):
        revision = workflow_state.current_task_state.revision
        revision.publish(user=user, skip_permission_checks=True)
    else:
        publish_workflow_state(workflow_state, user=user)
