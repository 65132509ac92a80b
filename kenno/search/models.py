from django.db import models
from django.utils import timezone


class IndexChange(models.Model):
    """The journal of the search index: this record changed and is to be indexed again.

    Written in the transaction of the change, so that a record and its place in the index can
    never part: whatever was not indexed yet is seen from the journal by the next search.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id}: {self.kind} {self.key}"
