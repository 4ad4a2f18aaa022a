// A small "shop" that keeps itself busy by a timetable, so that a heat map of its recording shows distinct shapes.
//
// The timetable is in seconds after the start, and the start is a whole second of CLOCK_MONOTONIC, the clock the recording uses
// (perf record -k CLOCK_MONOTONIC): what happens at the same offset every second stands in the same row of the heat map.
// Work is measured by the clock and not by its amount, so the picture is the same on fast and on slow machines.
// record.sh compiles it without optimisation: every function keeps its frame pointer, and the stacks read like the source. For the same
// reason the C library, which has no frame pointers, is left out of all work but system calls.

#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The timetable.
static const double StartUpEnds = 4.0;
static const double GapFrom = 14.0, GapTo = 17.0;
static const double RushFrom = 24.0, RushTo = 30.0;
static const double StampedeFrom = 27.30, StampedeTo = 27.58;
static const double SecondGapTo = 32.0;
static const double CompressFrom = 32.0, CompressTo = 38.0;
static const double BackupFrom = 38.5, BackupTo = 43.0;
static const double ClosingTime = 47.0;

static const double FlushOffset = 0.80, FlushLength = 0.025;                   // every second
static const double CollectPeriod = 5.0, CollectOffset = 0.40, CollectLength = 0.080;

static double Opened; // CLOCK_MONOTONIC at second 0 of the timetable

// ---- Time -----------------------------------------------------------------------------------------------------------------

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9 - Opened;
}

static void sleep_until(double time)
{
    double at = Opened + time;
    struct timespec t = { (time_t)at, (long)((at - floor(at)) * 1e9) };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) != 0) { }
}

// The end of the garbage collection that is running at a time, or 0.
static double collection_end(double time)
{
    double start = floor(time / CollectPeriod) * CollectPeriod + CollectOffset;
    return time > StartUpEnds && time >= start && time < start + CollectLength ? start + CollectLength : 0;
}

// ---- The data -------------------------------------------------------------------------------------------------------------

enum { Products = 20000, Words = 1 << 16, Heap = 1 << 20, Block = 1 << 16, LogSize = 6 << 20 };

static char LogText[LogSize];
static uint32_t Index[Words];
static uint32_t Links[Heap];
static unsigned char Marks[Heap];
static volatile uint32_t Sink; // keeps the compiler from leaving work out

static uint32_t next_random(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

static uint32_t hash_word(const char *text, int length)
{
    uint32_t hash = 2166136261u;
    for (int i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash;
}

// ---- Start-up -------------------------------------------------------------------------------------------------------------

static uint32_t parse_price(const char *text, int length)
{
    uint32_t value = 0;
    for (int i = 0; i < length; i++)
        if (text[i] >= '0' && text[i] <= '9') value = value * 10 + (uint32_t)(text[i] - '0');
    return value;
}

static void parse_rows(const char *text, int length)
{
    for (int i = 0; i + 48 <= length; i += 48) Sink += parse_price(text + i, 48) ^ hash_word(text + i, 8);
}

static int read_block(int file, char *block)
{
    return (int)read(file, block, Block);
}

static void load_catalogue(double until)
{
    static char block[Block];
    int file = open("orders.log", O_RDONLY);
    while (now() < until)
    {
        int length = read_block(file, block);
        if (length <= 0) lseek(file, 0, SEEK_SET);
        else parse_rows(block, length);
    }
    close(file);
}

static void insert_word(uint32_t hash)
{
    uint32_t slot = hash % Words;
    for (int probe = 0; probe < 16 && Index[slot] != 0 && Index[slot] != hash; probe++) slot = (slot + 1) % Words;
    Index[slot] = hash;
}

static void build_search_index(double until)
{
    for (int at = 0; now() < until; at = (at + 64 * 100) % (LogSize - 8000))
        for (int i = 0; i < 100; i++) insert_word(hash_word(LogText + at + i * 64, 24));
}

// Appends a name and a number to a text and returns the new length.
static int append_field(char *text, int at, const char *name, uint32_t value)
{
    while (*name) text[at++] = *name++;
    int digits = 1;
    for (uint32_t rest = value; rest >= 10; rest /= 10) digits++;
    for (int i = digits - 1; i >= 0; i--, value /= 10) text[at + i] = (char)('0' + value % 10);
    return at + digits;
}

static int write_order(int at, uint32_t order)
{
    at = append_field(LogText, at, "order=", order >> 8);
    at = append_field(LogText, at, " product=", order % Products);
    at = append_field(LogText, at, " quantity=", 1 + order % 5);
    at = append_field(LogText, at, " price=", order % 90000);
    LogText[at++] = '\n';
    return at;
}

static void write_orders(void)
{
    uint32_t random = 1;
    int at = 0;
    while (at < LogSize - 80) at = write_order(at, next_random(&random));
    for (int i = 0; i < Heap; i++) Links[i] = next_random(&random) % Heap;

    int file = open("orders.log", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || write(file, LogText, (size_t)at) != at) exit(1);
    close(file);
}

static void start_up(void)
{
    write_orders();
    load_catalogue(2.0);
    sleep_until(2.4); // waits for the database
    build_search_index(StartUpEnds);
}

// ---- Requests -------------------------------------------------------------------------------------------------------------

static void escape_html(const char *text, char *page)
{
    for (int i = 0; i < 4096; i++) page[i] = text[i] == '<' || text[i] == '&' ? '?' : text[i];
}

static void render_page(uint32_t product)
{
    char page[4096];
    for (int i = 0; i < 12; i++) escape_html(LogText + product * 128 % (LogSize - 4096), page);
    Sink += (uint32_t)page[product % 4096];
}

static void browse(uint32_t *random, double until)
{
    while (now() < until) render_page(next_random(random));
}

static int match_terms(uint32_t at)
{
    int found = 0;
    for (int i = 0; i < 400; i++) found += Index[hash_word(LogText + (at + (uint32_t)i * 64) % (LogSize - 64), 16) % Words] != 0;
    return found;
}

static void search(uint32_t *random, double until)
{
    while (now() < until) Sink += (uint32_t)match_terms(next_random(random) % LogSize);
}

static void apply_discounts(uint32_t *prices, int count)
{
    for (int round = 0; round < 40; round++)
        for (int i = 0; i < count; i++) prices[i] = prices[i] - prices[i] / 10 + (uint32_t)round;
}

static void price_basket(uint32_t *random, double until)
{
    uint32_t prices[200];
    while (now() < until)
    {
        for (int i = 0; i < 200; i++) prices[i] = next_random(random) % 90000;
        apply_discounts(prices, 200);
        Sink += prices[7];
    }
}

typedef struct { uint32_t product, score; } Score;

static void lookup_neighbours(uint32_t *random, double until)
{
    while (now() < until)
        for (int i = 0; i < 400; i++) Sink += Links[Links[next_random(random) % Heap]];
}

static int compare_scores(const Score *a, const Score *b)
{
    return a->score < b->score ? -1 : a->score > b->score;
}

static void quicksort(Score *scores, int from, int to)
{
    while (to - from > 1)
    {
        Score pivot = scores[(from + to) / 2];
        int low = from, high = to - 1;
        while (low <= high)
        {
            while (compare_scores(&scores[low], &pivot) < 0) low++;
            while (compare_scores(&scores[high], &pivot) > 0) high--;
            if (low > high) break;
            Score other = scores[low];
            scores[low++] = scores[high];
            scores[high--] = other;
        }
        quicksort(scores, from, high + 1);
        from = low;
    }
}

static void score_products(Score *scores, uint32_t *random)
{
    for (int i = 0; i < Products; i++) scores[i] = (Score){ (uint32_t)i, next_random(random) ^ Links[(uint32_t)i * 31 % Heap] };
}

static void rebuild_index(uint32_t *random, double until)
{
    Score *scores = malloc(sizeof(Score) * Products);
    while (now() < until)
    {
        score_products(scores, random);
        quicksort(scores, 0, Products);
        Sink += scores[0].product;
    }
    free(scores);
}

// The fault to find: every worker that meets the stale index rebuilds it by itself, at the same time as the others.
static void recommend(uint32_t *random, double until, int stale)
{
    if (stale) rebuild_index(random, StampedeTo);
    else lookup_neighbours(random, until);
}

static void checkout(uint32_t *random, double until, int stale)
{
    double start = now();
    price_basket(random, start + (until - start) / 2);
    recommend(random, until, stale);
}

static void handle_request(uint32_t *random, int stale)
{
    double until = now() + 0.002 + next_random(random) % 7000 / 1e6;
    switch (stale ? 9 : next_random(random) % 10)
    {
        case 0: case 1: case 2: case 3: browse(random, until); break;
        case 4: case 5: case 6: search(random, until); break;
        default: checkout(random, until, stale); break;
    }
}

// How much of its time a worker is busy.
static double load_at(double time)
{
    if (time >= GapFrom && time < GapTo) return 0;
    if (time >= RushTo && time < SecondGapTo) return 0;
    return time >= RushFrom && time < RushTo ? 0.30 : 0.10;
}

static double next_arrival(uint32_t *random, double time)
{
    double load = load_at(time);
    if (load == 0) return time < GapTo ? GapTo : SecondGapTo;
    double mean = 0.0055 * (1 - load) / load;
    return time - mean * log((next_random(random) % 100000 + 1) / 100000.0);
}

static void *web_worker(void *seed)
{
    uint32_t random = (uint32_t)(uintptr_t)seed;
    int stale = 1;
    pthread_setname_np(pthread_self(), random % 2 ? "shop-web-1" : "shop-web-2");
    sleep_until(StartUpEnds);
    while (now() < ClosingTime)
    {
        double next = next_arrival(&random, now());
        if (stale && next > StampedeFrom) next = StampedeFrom;
        sleep_until(next);
        double collected = collection_end(now());
        if (collected > 0) sleep_until(collected); // the world is stopped
        int rebuild = stale && now() >= StampedeFrom;
        handle_request(&random, rebuild);
        if (rebuild) stale = 0;
    }
    return NULL;
}

// ---- Background -----------------------------------------------------------------------------------------------------------

static void mark_object(uint32_t object)
{
    for (int depth = 0; depth < 64; depth++)
    {
        Marks[object]++;
        object = Links[object];
    }
}

static void mark_from_roots(uint32_t *random, double until)
{
    while (now() < until)
        for (int i = 0; i < 100; i++) mark_object(next_random(random) % Heap);
}

static void sweep_pages(double until)
{
    while (now() < until)
        for (int i = 0; i < 100000; i++) Sink += Marks[i];
}

static void collect_garbage(uint32_t *random, double start)
{
    mark_from_roots(random, start + CollectLength * 0.75);
    sweep_pages(start + CollectLength);
}

static void *collector(void *seed)
{
    uint32_t random = (uint32_t)(uintptr_t)seed;
    pthread_setname_np(pthread_self(), random % 2 ? "shop-gc-1" : "shop-gc-2");
    for (double start = CollectPeriod + CollectOffset; start < ClosingTime; start += CollectPeriod)
    {
        sleep_until(start);
        collect_garbage(&random, start);
    }
    return NULL;
}

static int format_entries(char *text)
{
    int at = 0;
    for (uint32_t i = 0; i < 400; i++)
    {
        at = append_field(text, at, "request=", 1000000 + i * 7);
        at = append_field(text, at, " took=", 100 + i);
        text[at++] = '\n';
    }
    return at;
}

static void write_entries(int file, const char *text, int length)
{
    if (write(file, text, (size_t)length) < 0) exit(1);
}

static void flush_log(int file, double until)
{
    char text[400 * 40];
    lseek(file, 0, SEEK_SET);
    while (now() < until)
    {
        int length = format_entries(text);
        write_entries(file, text, length);
    }
}

static void *log_writer(void *unused)
{
    pthread_setname_np(pthread_self(), "shop-log");
    int file = open("access.log", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    for (double second = StartUpEnds; second < ClosingTime; second++)
    {
        sleep_until(second + FlushOffset);
        flush_log(file, second + FlushOffset + FlushLength);
    }
    close(file);
    return unused;
}

// One gzip for each log file, one after the other.
static void compress_logs(void)
{
    while (now() < CompressTo - 0.2)
    {
        pid_t child = fork();
        if (child == 0)
        {
            int input = open("orders.log", O_RDONLY), output = open("orders.log.gz", O_WRONLY | O_CREAT | O_TRUNC, 0644);
            dup2(input, 0);
            dup2(output, 1);
            execlp("gzip", "gzip", "-9", (char *)NULL);
            _exit(127);
        }
        waitpid(child, NULL, 0);
    }
}

static void store_block(int file, const char *block, int length)
{
    if (write(file, block, (size_t)length) < 0) exit(1);
}

static void copy_file(const char *from, const char *to)
{
    static char block[Block];
    int input = open(from, O_RDONLY), output = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    for (int length; (length = read_block(input, block)) > 0; ) store_block(output, block, length);
    close(input);
    close(output);
}

static void verify_copy(const char *path)
{
    static char block[Block];
    int file = open(path, O_RDONLY);
    for (int length; (length = read_block(file, block)) > 0; ) Sink += hash_word(block, length / 16);
    close(file);
}

// Nearly all of it in the kernel: page cache, file system, system calls.
static void *backup(void *unused)
{
    pthread_setname_np(pthread_self(), "shop-backup");
    sleep_until(BackupFrom);
    while (now() < BackupTo)
    {
        copy_file("orders.log", "orders.copy");
        verify_copy("orders.copy");
        unlink("orders.copy");
    }
    return unused;
}

int main(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    Opened = (double)t.tv_sec + 1;
    sleep_until(0);

    pthread_t threads[6];
    pthread_create(&threads[0], NULL, web_worker, (void *)1001);
    pthread_create(&threads[1], NULL, web_worker, (void *)2002);
    pthread_create(&threads[2], NULL, collector, (void *)3003);
    pthread_create(&threads[3], NULL, collector, (void *)4004);
    pthread_create(&threads[4], NULL, log_writer, NULL);
    pthread_create(&threads[5], NULL, backup, NULL);
    start_up();
    sleep_until(CompressFrom);
    compress_logs();
    for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
    return 0;
}
