from typing import Any

from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend


class TaskFailed(Exception):
    """A task that a test started ended in an error."""


class StrictImmediateBackend(ImmediateBackend):
    """Runs a task where it is enqueued, and lets its error fail the test."""

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        super()._execute_task(task_result)
        if task_result.errors:
            raise TaskFailed(task_result.errors[0].traceback)
