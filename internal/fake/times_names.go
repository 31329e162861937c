package fake

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// timing is when something happens in the life of what it belongs to.
type timing int

const (
	birth timing = iota + 1
	early        // it comes to be; from here on, each comes after those before
	soon         // within the day
	shipped
	delivered
	later  // it is changed
	latest // it ends
	expiry // mostly after the clock
	sometime
)

// instantRows are the names of times. Names are times whatever their type is, and so are stems with at, on or date beside
// them; with time beside them, or if the name is vague, they are where a format says so. Names are their words in small
// letters without anything between them.
var instantRows = []struct {
	when                timing
	names, stems, vague string
}{
	{birth, "birthday birthdate dateofbirth dob born bornon", "birth", ""},
	{early, "created createdat createdon createdate createddate creationdate createtime createdtime datecreated start startdate startat starttime " +
		"startson startedat begin begindate since registered registeredat joined joinedat publishedat published orderdate placedat issuedat opened openedat " +
		"addedat insertedat validfrom effectivefrom availablefrom activefrom notbefore firstseen dateofissue fromdate",
		"start starts started begin begins began order ordered placed issue issued hire hired checkin checkedin departure departs departed validfrom " +
			"effectivefrom availablefrom firstseen opening opens joining enrollment",
		"from departure departs checkin first earliest oldest after opens"},
	{soon, "landedat", "arrival arrives arrived", "arrival arrives"},
	{shipped, "", "shipped shipping ship dispatched", ""},
	{delivered, "", "delivered delivery checkout checkedout returned", "checkout"},
	{later, "updated updatedat updatedon updatedate updateddate modified modifiedat modifiedon lastmodified dateupdated datemodified " +
		"lastupdated lastupdatedat updatetime changedat lastseen lastseenat lastlogin lastloginat lastused lastusedat completedat finishedat closedat",
		"lastseen lastlogin lastused", ""},
	{latest, "end enddate endat endtime endsat endedat ended until due duedate dueat deletedat archivedat cancelledat canceledat paidat dateto",
		"end ends ended terminated termination closing closes", "to todate before closes"},
	{expiry, "expires expiresat expiration expirationdate expirydate expiry validuntil validto validthru validthrough notafter goodthru",
		"expire expires expiration expiry validuntil validto notafter renewal renews nextbilling nextpayment nextrun", "expiresafter next"},
}

// instantNames are names of times, and those that may be something else, by when they are. They are listed when they are asked for first: bundled APIs ask for none (BenchmarkStart of internal/speed).
var instantNames = sync.OnceValues(timeNames)

// general are names that say nothing but that it is a time, as at does behind any participle.
var general = map[string]timing{"date": early, "datetime": early, "timestamp": early, "at": sometime}

func timeNames() (sure, vague map[string]timing) {
	sure, vague = map[string]timing{}, map[string]timing{}
	for _, row := range instantRows {
		for stem := range strings.FieldsSeq(row.stems) {
			for _, name := range []string{stem + "at", stem + "on", stem + "date", "date" + stem} {
				sure[name] = row.when
			}
			vague[stem+"time"] = row.when
		}
		for name := range strings.FieldsSeq(row.vague) {
			vague[name] = row.when
		}
	}
	for _, row := range instantRows {
		for name := range strings.FieldsSeq(row.names) {
			sure[name] = row.when
		}
	}
	for _, table := range []map[string]timing{sure, general} {
		for name, when := range maps.Clone(table) { // UpdatedDateUTC
			sure[name+"utc"], sure[name+"utcstring"] = when, when
		}
	}
	return sure, vague
}

// timingOf is when something of a name happens.
func timingOf(words []string) timing {
	instants, vague := instantNames()
	if when, ok := suffixed(instants, words); ok {
		return when
	}
	if when, ok := suffixed(vague, words); ok {
		return when
	}
	switch sideOf(words) {
	case lower:
		return early
	case upper:
		return latest
	}
	when, _ := suffixed(general, words)
	return when
}

// isInstant tells whether a property is a time by its name; as a number, in seconds since 1970.
func isInstant(at spot) bool {
	instants, _ := instantNames()
	_, known := suffixed(instants, at.words)
	if !known {
		_, known = suffixed(general, at.words)
	}
	return known && !slices.ContainsFunc(at.words[:len(at.words)-1], func(word string) bool { return slices.Contains(quantities, word) })
}

// side is which of two that belong together something is: the lower one is never more than the upper one, each drawn from
// its half of what may be, whether the other is there or not.
type side int

const (
	lower side = iota + 1
	upper
)

// sides are the words that say so in front of a name, behind it or alone.
var sides = func() map[string]side {
	table := map[string]side{}
	for word := range strings.FieldsSeq("min minimum low lowest lower from first earliest oldest start begin") {
		table[word] = lower
	}
	for word := range strings.FieldsSeq("max maximum high highest upper to last latest newest end until") {
		table[word] = upper
	}
	return table
}()

func sideOf(words []string) side {
	if len(words) == 0 {
		return 0
	}
	if s := sides[words[0]]; s != 0 {
		return s
	}
	return sides[words[len(words)-1]]
}
