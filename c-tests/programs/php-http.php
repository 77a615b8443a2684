<?php
// The client for php-http.sh: php-http.php PORT.
$site = "http://127.0.0.1:$argv[1]";
const PAGES = 150;

function check($true, $what)
{
    if (!$true) {
        echo "$what\n";
        exit(1);
    }
}

function client()
{
    $client = new http\Client;
    check($client->configure(["use_eventloop" => true, "max_total_connections" => 40]), "no event loop");
    return $client;
}

// Many at once, of which some ask for more when they are done.
$client = client();
$done = 0;
$again = 0;
for ($i = 0; $i < PAGES; $i++) {
    $size = $i * 2000;
    $client->enqueue(new http\Client\Request("GET", "$site/$size"),
        function ($response) use ($client, $site, $size, &$done, &$again) {
            $half = intdiv($size, 2);
            $wanted = str_repeat("a", $half) . str_repeat("b", $size - $half);
            check($response->getResponseCode() === 200 && (string)$response->getBody() === $wanted, "page $size");
            $done++;
            if ($again++ < 30) {
                $body = new http\Message\Body;
                $body->append("again $size");
                $request = new http\Client\Request("POST", "$site/", [], $body);
                $client->enqueue($request, function ($response) use ($size, &$done) {
                    check((string)$response->getBody() === strrev("again $size"), "POST $size");
                    $done++;
                    return true;
                });
            }
            return true;
        });
}
$client->send();
check($done === PAGES + 30, "$done answers");

// A timeout, while others are answered.
$client = client();
$late = new http\Client\Request("GET", "$site/silent");
$late->setOptions(["timeout" => 0.5]);
$client->enqueue($late);
$quick = 0;
for ($i = 0; $i < 10; $i++) {
    $client->enqueue(new http\Client\Request("GET", "$site/1000"), function ($response) use (&$quick) {
        $quick += $response->getResponseCode() === 200;
        return true;
    });
}
$began = microtime(true);
try {
    $client->send();
} catch (http\Exception $error) {
}
$took = microtime(true) - $began;
check($quick === 10, "$quick quick answers");
check($took > 0.4 && $took < 10, "the silent server took $took s");

echo "$done requests, up to 40 at once, a timeout\n";
