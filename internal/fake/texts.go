package fake

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/value"
)

func textOf(v any) string { return value.Text(v) }

// textMaker makes texts for a name, the best first.
type textMaker func(r *run, at spot, s *Stream) []string

// suggestions are texts that go with the name of a property.
func (r *run) suggestions(at *spot, s *Stream) []string {
	if make, ok := suffixed(textMakers, at.words); ok {
		return append(r.all(make, at, s), pick(s, nouns))
	}
	if isInstant(*at) {
		if last := at.words[len(at.words)-1]; last == "date" || last == "birthday" || last == "dob" {
			return append(daysOf(r.instant(at))[:1], datesOf(r.instant(at))...)
		}
		return append(datesOf(r.instant(at)), timesOf(r.timeOfDay(at))...)
	}
	if slices.Contains(at.words, "time") { // timeOpen
		return timesOf(r.timeOfDay(at))[1:]
	}
	if n := len(at.words); n > 1 && slices.Contains([]string{"is", "has", "can"}, at.words[0]) {
		return []string{pick(s, []string{"true", "false"})}
	}
	return []string{pick(s, adjectives) + " " + pick(s, nouns), pick(s, nouns)}
}

// fixed makes one of some texts.
func fixed(texts ...string) textMaker {
	return func(_ *run, _ spot, s *Stream) []string { return rotated(texts, int(s.Below(uint64(len(texts))))) }
}

// of makes texts of the place where the owner is.
func of(get func(p place) []string) textMaker {
	return func(_ *run, at spot, _ *Stream) []string { return get(at.place()) }
}

// likeFormat makes texts of a format.
func likeFormat(name string) textMaker { return formatMakers[name] }

var textMakers = func() map[string]textMaker {
	table := map[string]textMaker{}
	for _, row := range textRows {
		for name := range strings.FieldsSeq(row.names) {
			table[name] = row.make
		}
	}
	return table
}()

// textRows say what texts of a name look like. A name is its words in small letters without anything between them.
var textRows = []struct {
	names string
	make  textMaker
}{
	{"name displayname label", names},
	{"fullname realname customername ownername authorname contactname holdername cardholdername recipientname author owner assignee manager contact customer creator sender recipient user by", func(_ *run, at spot, _ *Stream) []string {
		first, last := at.person()
		return []string{first + " " + last, first}
	}},
	{"firstname givenname forename fname", func(_ *run, at spot, _ *Stream) []string { first, _ := at.person(); return []string{first} }},
	{"lastname familyname surname lname", func(_ *run, at spot, _ *Stream) []string { _, last := at.person(); return []string{last} }},
	{"middlename", fixed("Lee", "Marie", "James", "Ann")},
	{"nickname", fixed(pets...)},
	{"initials", func(_ *run, at spot, _ *Stream) []string {
		first, last := at.person()
		return []string{first[:1] + last[:1]}
	}},
	{"username login loginname handle screenname accountname", usernames},
	{"email emailaddress mail replyto", likeFormat("email")},
	{"phone phonenumber phoneno telephone mobile mobilephone cellphone tel fax", likeFormat("phone")},
	{"company companyname organization organisation organizationname employer businessname legalname merchantname vendor vendorname supplier brand manufacturer publisher", func(_ *run, _ spot, s *Stream) []string {
		return []string{company(s), phrase(s)}
	}},
	{"jobtitle occupation profession position", fixed(jobs...)},
	{"role userrole accesslevel", fixed("admin", "member", "editor", "viewer")},
	{"permission scope privilege", fixed("read", "write", "admin")},
	{"title subject headline heading caption topic", func(_ *run, _ spot, s *Stream) []string { return []string{phrase(s), pick(s, nouns)} }},
	{"description summary text content message body comment comments note notes bio about reason details detail instructions memo abstract excerpt explanation help question answer feedback alttext", func(_ *run, _ spot, s *Stream) []string {
		return []string{sentence(s), phrase(s)}
	}},
	{"id uid identifier ref", identifiers},
	{"uuid guid", likeFormat("uuid")},
	{"key token accesstoken refreshtoken apikey secret clientsecret clientid sessionid session nonce cursor nexttoken pagetoken nextpagetoken after before marker nextmarker prevmarker", func(_ *run, _ spot, s *Stream) []string {
		return []string{hexText(s, 32), hexText(s, 16), hexText(s, 8)}
	}},
	{"hash checksum sha digest etag commit md5 sha1 sha256 signature", func(_ *run, _ spot, s *Stream) []string {
		return []string{hexText(s, 40), hexText(s, 64), hexText(s, 8)}
	}},
	{"url uri link href homepage website site endpoint callback redirecturi webhook avatar image picture photo thumbnail logo icon self next previous prev permalink nextpage prevpage previouspage", likeFormat("url")},
	{"domain domainname host hostname server", likeFormat("hostname")},
	{"ip ipaddress ipaddr ipv4 ipv4address remoteaddr", likeFormat("ipv4")},
	{"ipv6 ipv6address", likeFormat("ipv6")},
	{"password passphrase", likeFormat("password")},
	{"address streetaddress street address1 addressline1 addressline line1", func(_ *run, at spot, _ *Stream) []string {
		return []string{street(&at)}
	}},
	{"address2 addressline2 line2 apartment suite unit", func(_ *run, _ spot, s *Stream) []string { return []string{fmt.Sprintf("Suite %d", s.Between(1, 40))} }},
	{"city town locality", of(func(p place) []string { return []string{p.city} })},
	{"location", of(func(p place) []string { return []string{p.city + ", " + p.country, p.city} })},
	{"state province region county", of(func(p place) []string { return []string{p.state, p.stateCode} })},
	{"statecode regioncode", of(func(p place) []string { return []string{p.stateCode} })},
	{"country countryname nationality", of(func(p place) []string { return []string{p.country, p.code, p.code3} })},
	{"countrycode countryiso", of(func(p place) []string { return []string{p.code, p.code3} })},
	{"postalcode postcode zip zipcode postal", of(func(p place) []string { return []string{p.postal, p.postal[:min(5, len(p.postal))], "97205"} })},
	{"timezone timezonecode tz zone", of(func(p place) []string { return []string{p.zone, "UTC"} })},
	{"locale languagecode languagetag", of(func(p place) []string { return []string{p.locale, p.locale[:2]} })},
	{"language lang", fixed(languages...)},
	{"currency currencycode", of(func(p place) []string { return []string{p.currency, strings.ToLower(p.currency)} })},
	{"latitude lat", of(func(p place) []string { return []string{p.latitude} })},
	{"longitude lng lon", of(func(p place) []string { return []string{p.longitude} })},
	{"status", fixed(statuses...)},
	{"type kind object objecttype resourcetype", typeNames},
	{"category group section tag keyword", fixed(subjects...)},
	{"genre", fixed(genres...)},
	{"department division", fixed("Sales", "Marketing", "Engineering", "Finance", "Support")},
	{"color colour", func(_ *run, _ spot, s *Stream) []string { return []string{pick(s, colors), "#" + hexText(s, 6)} }},
	{"code sku productcode reference referencenumber ordernumber invoicenumber number serialnumber serial trackingnumber", func(_ *run, _ spot, s *Stream) []string {
		n := number(s, 6)
		return []string{strings.ToUpper(pick(s, nouns)[:3]) + "-" + n, n, n[:3]}
	}},
	{"version", func(_ *run, _ spot, s *Stream) []string {
		return []string{fmt.Sprintf("%d.%d.%d", s.Between(1, 4), s.Between(0, 9), s.Between(0, 9)), "1.0", "1"}
	}},
	{"filename file", func(_ *run, _ spot, s *Stream) []string {
		return []string{pick(s, nouns) + pick(s, []string{".pdf", ".png", ".csv", ".txt"})}
	}},
	{"path filepath directory folder", func(_ *run, _ spot, s *Stream) []string { return []string{"/" + pick(s, nouns) + "/" + pick(s, nouns)} }},
	{"extension", fixed("pdf", "png", "csv", "txt")},
	{"mimetype contenttype mediatype", fixed("application/json", "image/png", "text/plain", "application/pdf")},
	{"slug", func(_ *run, _ spot, s *Stream) []string { return []string{pick(s, adjectives) + "-" + pick(s, nouns)} }},
	{"gender sex", fixed("female", "male")},
	{"method httpmethod requestmethod", fixed("GET", "POST", "PUT")},
	{"paymentmethod", fixed("card", "bank_transfer", "paypal")},
	{"shippingmethod deliverymethod", fixed("standard", "express", "pickup")},
	{"amount price total subtotal cost balance fee tax rate", func(r *run, at spot, _ *Stream) []string { return r.decimals(at) }},
	{"source platform", fixed("web", "mobile", "import", "api")},
	{"level severity priority", fixed("low", "medium", "high")},
	{"environment env", fixed("production", "staging", "development")},
	{"error", fixed("not found", "invalid request", "conflict")},
	{"bankname bank", fixed("First Example Bank", "Example Savings Bank")},
	{"iban", fixed("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300", "ES9121000418450200051332")},
	{"cardnumber cardno creditcard creditcardnumber debitcardnumber ccnumber pan", fixed("4242424242424242", "4000056655665556", "4111111111111111",
		"5555555555554444", "2223003122003222", "378282246310005", "6011111111111117")}, // that payment services reserve for tests
	{"cvv cvc cvv2 cvc2 cvvcode cvccode securitycode", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 3), number(s, 4)} }},
	{"stars rating", fixed("5", "4", "3", "2", "1")},
	{"requestid xrequestid correlationid xcorrelationid idempotencykey", likeFormat("uuid")},
	{"traceid xtraceid", func(_ *run, _ spot, s *Stream) []string { return []string{hexText(s, 32)} }},
	{"spanid", func(_ *run, _ spot, s *Stream) []string { return []string{hexText(s, 16)} }},
	{"mac macaddress macaddr hwaddress hardwareaddress", macs},
	{"hexcolor hexcolour colorhex colourhex colorcode colourcode", likeFormat("color")},
	{"licenseplate platenumber registrationplate", func(_ *run, _ spot, s *Stream) []string {
		return []string{strings.ToUpper(pick(s, nouns)[:3]) + "-" + number(s, 4)}
	}},
	{"vin", fixed("1HGCM82633A004352", "1M8GDM9AXKP042788")},
	{"imei", fixed("490154203237518", "356938035643809")},
	{"bic swift swiftcode", fixed("DEUTDEFF", "BNPAFRPP", "CHASUS33")},
	{"ean upc gtin barcode", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 13), number(s, 12)} }},
	{"accountnumber bankaccountnumber routingnumber", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 10), number(s, 9)} }},
	{"duration", likeFormat("duration")},
	{"vat vatid vatnumber vatregistrationnumber", func(_ *run, _ spot, s *Stream) []string { n := number(s, 9); return []string{"DE" + n, n, n + "12"} }},
	{"ssn taxid taxnumber ein nationalid", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 9), number(s, 11)} }},
	{"housenumber bin", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 2), number(s, 6)} }},
	{"expmonth expirymonth expirationmonth", func(_ *run, _ spot, s *Stream) []string { return []string{fmt.Sprintf("%02d", s.Between(1, 12))} }},
	{"expyear expiryyear expirationyear", func(r *run, _ spot, s *Stream) []string {
		return []string{fmt.Sprint(int64(r.Clock.Year()) + s.Between(1, 5))}
	}},
	{"passcode pin otp", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 6), number(s, 4)} }},
	{"useragent", fixed("Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")},
	{"browser", fixed("Firefox", "Chrome", "Safari")},
	{"os operatingsystem", fixed("Linux", "macOS", "Windows", "Android", "iOS")},
	{"unitofmeasure uom", fixed("piece", "kg", "m", "l")},
	{"weekday dayofweek", fixed("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")},
	{"isbn isbn13 isbn10", isbns},
	{"last4 lastfour", func(_ *run, _ spot, s *Stream) []string { return []string{number(s, 4)} }},
	{"breed", fixed("Labrador", "Beagle", "Siamese", "Poodle")},
	{"species", fixed("dog", "cat", "rabbit")},
	{"year", func(r *run, at spot, _ *Stream) []string { return []string{r.instant(&at).Format("2006")} }},
	{"month", func(r *run, at spot, _ *Stream) []string {
		return []string{r.instant(&at).Format("January"), r.instant(&at).Format("01")}
	}},
}

// isbns are of thirteen digits and of ten with the check digits of ISO 2108; that of the short one is X for ten.
func isbns(_ *run, at spot, s *Stream) []string {
	body := pick(s, []string{"0", "1"}) + number(s, 8)
	thirteen, ten := 0, 0
	for i, digit := range "978" + body {
		thirteen += int(digit-'0') * (1 + 2*(i%2))
	}
	for i, digit := range body {
		ten += int(digit-'0') * (10 - i)
	}
	long := "978" + body + fmt.Sprint((10-thirteen%10)%10)
	short := body + string("0123456789X"[(11-ten%11)%11])
	if strings.HasSuffix(strings.Join(at.words, ""), "10") {
		return []string{short, long}
	}
	return []string{long, short}
}

// macs are of the block that is reserved for documentation (RFC 7042, section 2.1.2).
func macs(_ *run, _ spot, s *Stream) []string {
	mac := "00:00:5e:00:53:" + hexText(s, 2)
	dashes := strings.ReplaceAll(mac, ":", "-")
	return []string{mac, strings.ToUpper(mac), dashes, strings.ToUpper(dashes), strings.ReplaceAll(mac, ":", "")}
}

// typeNames are what the object is called itself: {"type": "admin"} of an Admin.
func typeNames(_ *run, at spot, s *Stream) []string {
	if len(at.words) == 1 && len(at.kin) > 0 {
		if slices.Contains(at.kin, "list") {
			return []string{"list"}
		}
		if word := at.kin[len(at.kin)-1]; !slices.Contains(shapes, word) {
			return []string{word}
		}
	}
	return rotated([]string{"standard", "basic", "custom"}, int(s.Below(3)))
}

// names are the name of whatever owns it.
func names(_ *run, at spot, s *Stream) []string {
	first, others := ownName(&at, s)
	if others == nil {
		return []string{first}
	}
	return []string{first, others(&at, s)}
}

// ownName is the first name, and what makes another one.
func ownName(at *spot, s *Stream) (string, func(at *spot, s *Stream) string) {
	var kin []string
	if len(at.words) > 1 {
		kin = slices.DeleteFunc(slices.Clone(at.words[:len(at.words)-1]), func(word string) bool { return slices.Contains(qualities, word) })
	}
	if len(kin) == 0 { // projectName is not the name of the user that has it
		kin = at.kin
	}
	if len(kin) == 0 {
		return personName(at)
	}
	for _, word := range kin {
		if slices.Contains(people, word) {
			return personName(at)
		}
		switch word {
		case "company", "organization", "organisation", "org", "business", "merchant", "vendor", "supplier", "employer", "brand", "partner", "institution", "bank":
			return company(s), func(_ *spot, s *Stream) string { return phrase(s) }
		case "pet", "animal", "dog", "cat", "horse":
			return pick(s, pets), nil
		case "product", "item", "article", "sku", "good":
			return pick(s, titledAdjectives) + " " + pick(s, products), func(_ *spot, s *Stream) string { return pick(s, products) }
		case "file", "document", "attachment":
			return pick(s, nouns) + ".pdf", nil
		case "city":
			return at.place().city, nil
		case "place", "location", "venue", "airport":
			return at.place().city + " " + pick(s, sites), func(at *spot, _ *Stream) string { return at.place().city }
		case "country":
			return at.place().country, func(at *spot, _ *Stream) string { return at.place().code }
		case "category", "tag", "label":
			return pick(s, subjects), nil
		}
	}
	if at.personal {
		return personName(at)
	}
	return phrase(s), func(_ *spot, s *Stream) string { return pick(s, nouns) }
}

func personName(at *spot) (string, func(at *spot, s *Stream) string) {
	first, last := at.person()
	return first + " " + last, func(at *spot, _ *Stream) string { first, _ := at.person(); return first }
}

func usernames(_ *run, at spot, s *Stream) []string {
	first, last := at.person()
	first, last = strings.ToLower(first), strings.ToLower(last)
	return []string{first + "." + last, first + last, first + number(s, 2), first}
}

// identifiers of texts are letters and digits.
func identifiers(_ *run, at spot, s *Stream) []string {
	h := hexText(s, 24)
	return []string{h[:12], uuid(s), h, number(s, 6), number(s, 3), h[:8], "a" + h[:7], h[:4], "1"}
}
