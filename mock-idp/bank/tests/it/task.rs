use bank::{Course, EventType, Moment, Task, VersionAhead};

/// Each event as its type, in what is told that many milliseconds after the start.
fn told(task: &Task, after: i64) -> Vec<EventType> {
    let state = task.at(start().after_millis(after));
    assert_eq!(state.version, u64::try_from(state.events.len()).unwrap());
    state.events.into_iter().map(|event| event.kind).collect()
}

fn start() -> Moment {
    Moment::from_unix(1_800_000_000)
}

fn task(course: Course) -> Task {
    Task::start(start(), course, 3, &["a".to_owned(), "b".to_owned()])
}

#[test]
fn the_courses_tell_this() {
    use EventType::{
        EnrichmentAccountBalances as Balance, EnrichmentAllAccountBalancesUpdated as All,
        TaskEnded as Ended, TaskStarted as Started,
    };
    let rows: [(Course, i64, &[EventType]); 10] = [
        (Course::Prompt, -1, &[]),
        (Course::Prompt, 0, &[Started, Balance, Balance, All, Ended]),
        (Course::Slow, 0, &[Started]),
        (Course::Slow, 999, &[Started]),
        (Course::Slow, 1000, &[Started, Balance]),
        (Course::Slow, 2999, &[Started, Balance, Balance]),
        (Course::Slow, 3000, &[Started, Balance, Balance, All, Ended]),
        (Course::Failing, 0, &[Started, Ended]),
        (Course::Stuck, 1_000_000, &[Started, Balance]),
        (
            Course::Unordered,
            0,
            &[All, Ended, Started, Balance, Balance],
        ),
    ];
    for (course, after, events) in rows {
        assert_eq!(
            told(&task(course), after),
            events,
            "{course:?} after {after}"
        );
    }
}

#[test]
fn a_version_is_waited_for_until_there_is_a_newer_one() {
    let task = task(Course::Slow);
    let now = start().after_millis(1500);

    assert_eq!(task.since(0, now).unwrap().unwrap().version, 2);
    assert_eq!(task.since(1, now).unwrap().unwrap().version, 2);
    assert_eq!(task.since(2, now), Ok(None));
    let ahead = VersionAhead {
        since: 3,
        version: 2,
    };
    assert_eq!(task.since(3, now), Err(ahead));
    assert_eq!(ahead.to_string(), "sinceVersion 3 is ahead of version 2");
}

#[test]
fn the_next_event_is_known() {
    let next = |course, after: i64| {
        let next = task(course).next_event(start().after_millis(after));
        next.map(|at| at.millis() - start().millis())
    };
    for (course, after, expected) in [
        (Course::Prompt, -1, Some(0)),
        (Course::Prompt, 0, None),
        (Course::Slow, 0, Some(1000)),
        (Course::Slow, 1000, Some(2000)),
        (Course::Slow, 2999, Some(3000)),
        (Course::Slow, 3000, None),
        (Course::Stuck, 0, None),
    ] {
        assert_eq!(next(course, after), expected, "{course:?} after {after}");
    }
}

#[test]
fn accounts_have_been_fetched_when_a_task_that_fetches_them_is_over() {
    let fetched = |course, after: i64| {
        let fetched = task(course).fetched(start().after_millis(after));
        fetched.map(|at| at.millis() - start().millis())
    };
    for (course, after, expected) in [
        (Course::Prompt, 0, Some(0)),
        (Course::Unordered, 0, Some(0)),
        (Course::Slow, 2999, None),
        (Course::Slow, 9000, Some(3000)),
        (Course::Failing, 9000, None),
        (Course::Stuck, 9000, None),
    ] {
        assert_eq!(fetched(course, after), expected, "{course:?} after {after}");
    }
}

#[test]
fn events_are_told_in_the_words_of_the_reference() {
    let state = task(Course::Slow).at(start().after_millis(1000));

    assert_eq!(
        serde_json::to_value(state).unwrap(),
        serde_json::json!({ "version": 2, "events": [
            { "type": "TaskStarted", "date": "2027-01-15T08:00:00.000Z" },
            { "type": "EnrichmentAccountBalances", "date": "2027-01-15T08:00:01.000Z", "accountId": "a" },
        ] })
    );
}
