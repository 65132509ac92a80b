def test_health_answers_a_probe_with_one_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_health_needs_no_session(client, db):
    assert client.get("/healthz").cookies == {}
